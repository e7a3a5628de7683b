// Written by `npm run api`: the public types, entry by entry.

// import … from '@hopscope/nats'

export type ContextResult = 'ok' | 'missing' | 'malformed' | 'duplicate' | 'case_mismatch' | 'disabled_by_server';

export interface Hooks {
    readonly publish?: (span: Span, message: SentMessage) => void | Promise<void>;
    readonly consume?: (span: Span, message: ReceivedMessage) => void | Promise<void>;
    readonly settle?: (span: Span, settlement: Settlement) => void | Promise<void>;
}

export interface InstrumentOptions {
    readonly telemetry?: Telemetry;
    readonly tracerProvider?: TracerProvider;
    readonly meterProvider?: MeterProvider;
    readonly filter?: SubjectFilter;
    readonly templates?: SubjectTemplates;
    readonly parent?: 'message' | 'link' | 'ambient';
    readonly settle?: 'events' | 'spans';
    readonly propagator?: TextMapPropagator;
    readonly baggage?: boolean;
    readonly lost?: LossMode;
    readonly onLost?: (loss: Loss) => void;
    readonly hooks?: Hooks;
    readonly captureHeaders?: readonly string[];
    readonly captureBodyBytes?: number;
    readonly errorType?: (error: unknown) => string | undefined;
    readonly onError?: (error: unknown) => void;
}

export interface Loss {
    readonly result: LostResult | UnsentResult;
    readonly operation: 'send' | 'process';
    readonly subject: string;
    readonly source: string;
    readonly stream?: string;
}

export type LossMode = 'off' | 'warn' | 'throw';

export type LostResult = 'missing' | 'malformed' | 'duplicate';

export declare class NatsInstrumentation {
    #private;
    readonly instrumentationName = "@hopscope/nats";
    readonly instrumentationVersion: string;
    constructor(config?: NatsInstrumentationConfig);
    enable(): void;
    disable(): void;
    getConfig(): NatsInstrumentationConfig;
    setConfig(config: NatsInstrumentationConfig): void;
    setTracerProvider(tracerProvider: TracerProvider): void;
    setMeterProvider(meterProvider: MeterProvider): void;
    instrument(connection: NatsConnection): void;
}

export interface NatsInstrumentationConfig extends InstrumentOptions {
    readonly enabled?: boolean;
}

export declare class NatsTracingError extends Error {
    readonly name = "NatsTracingError";
    readonly code: NatsTracingErrorCode;
    readonly hint: string;
    constructor(code: NatsTracingErrorCode, message: string, options: ErrorOptions & {
        readonly hint: string;
    });
}

export type NatsTracingErrorCode = 'CONTEXT_LOST' | 'OPTION_INVALID';

export interface ProcessOptions {
    readonly concurrency?: number;
}

export interface ReceivedMessage {
    readonly subject: string;
    readonly reply?: string;
    readonly headers?: MsgHdrs | undefined;
    readonly data?: Uint8Array;
}

export interface SentMessage {
    readonly operation: string;
    readonly subject: string;
    readonly payload?: Payload | undefined;
    readonly headers?: MsgHdrs | undefined;
}

export interface Settlement {
    readonly kind: 'ack' | 'nak' | 'term' | 'in_progress';
    readonly delayMs?: number;
    readonly reason?: string;
}

export type SubjectFilter = {
    readonly include?: readonly string[];
    readonly exclude?: readonly string[];
} | ((subject: string) => boolean);

export type SubjectTemplates = readonly string[] | ((subject: string) => string | undefined);

export type UnsentResult = 'no_room' | 'no_headers';

export declare function contextOf(message: object): Context;

export declare function instrument<C extends NatsConnection>(connection: C, options?: InstrumentOptions): C;

export declare function process<M extends object>(messages: AsyncIterable<M>, handler: (message: M) => unknown, { concurrency }?: ProcessOptions): Promise<void>;

export declare function withMessage<T>(message: object, work: () => T): T;

// import … from '@hopscope/nats/testing'

export interface AssertPropagationOptions {
    readonly subjects?: readonly string[];
    readonly ignore?: readonly string[];
}

export declare function assertPropagation<T>(connection: NatsConnection, work: () => T | Promise<T>, { subjects, ignore }?: AssertPropagationOptions): Promise<T>;

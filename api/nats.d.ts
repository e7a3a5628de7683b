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

// import … from '@hopscope/nats/transport'

export interface ClientOptions {
    readonly name: string;
    readonly target: string;
    readonly codec?: Codec;
    readonly rpc?: RpcOptions;
    readonly canonicalTrace?: boolean;
    readonly tracing?: InstrumentOptions | false;
    readonly onProblem?: (problem: ClientProblem) => unknown;
}

export interface ClientProblem {
    readonly code: 'REPLY_UNMATCHED' | 'REPLY_UNCORRELATED' | 'IGNORED';
    readonly message: string;
    readonly subject: string;
    readonly correlationId?: string;
}

export interface Codec {
    encode(value: unknown): Uint8Array;
    decode(bytes: Uint8Array): unknown;
}

export type CommandHandler = (data: unknown, context: HandlerContext) => unknown;

export interface CommandOptions {
    readonly mode?: 'core' | 'jetstream';
    readonly timeoutMs?: number;
    readonly concurrency?: number;
    readonly errorEnvelope?: (error: unknown) => unknown;
}

export interface ConsumerHealth {
    readonly kind: ConsumerKind;
    readonly stream: string;
    readonly name: string;
    readonly pending: number;
    readonly ackPending: number;
    readonly redelivered: number;
    readonly inFlight: number;
    readonly error?: unknown;
}

export type ConsumerKind = 'event' | 'rpc' | 'broadcast' | 'ordered';

export type ConsumerOverrides = {
    readonly [Kind in ConsumerKind]?: Partial<ConsumerConfig>;
};

export interface DeadLetter {
    readonly info: DeadLetterInfo;
    readonly data: Uint8Array;
    readonly headers: HeaderReader;
    readonly error: unknown;
    readonly storedIn?: string;
}

export interface DeadLetterOptions {
    readonly stream?: boolean;
    readonly onDeadLetter?: (letter: DeadLetter) => unknown;
}

export interface DeliveryOptions {
    readonly concurrency?: number;
    readonly backoffMs?: readonly number[];
    readonly extendAck?: boolean;
}

export interface Difference {
    readonly field: string;
    readonly wanted: unknown;
    readonly found: unknown;
}

export type EventHandler = (data: unknown, context: HandlerContext) => unknown;

export interface HandlerContext {
    readonly kind: MessageKind;
    readonly pattern: string;
    readonly subject: string;
    readonly headers: HeaderReader;
    readonly callerName: string;
    readonly message: JsMsg | Msg;
    readonly deliveryCount: number;
    readonly stream?: string;
    readonly sequence?: number;
    readonly storedAt?: Date;
    readonly signal: AbortSignal;
    readonly retry: (options?: {
        readonly delayMs?: number;
    }) => void;
    readonly terminate: (reason: string) => void;
}

export type Handlers<H> = Readonly<Record<string, H>>;

export interface HeaderReader extends HeaderCarrier {
    get(name: string): string | undefined;
    values(name: string): readonly string[];
    has(name: string): boolean;
}

export interface Health {
    readonly status: 'ok' | 'degraded' | 'down';
    readonly isConnected: boolean;
    readonly inFlight: number;
    readonly streams: readonly StreamHealth[];
    readonly consumers: readonly ConsumerHealth[];
}

export type MessageKind = 'event' | 'broadcast' | 'ordered' | 'rpc';

export interface Problem {
    readonly code: ProblemCode;
    readonly message: string;
    readonly hint: string;
    readonly subject?: string;
    readonly stream?: string;
    readonly consumer?: string;
    readonly difference?: Difference;
    readonly cause?: unknown;
}

export type ProblemCode = 
'STREAM_MISMATCH' | 'CONSUMER_MISMATCH'
 | 'NO_HANDLER'
 | 'PAYLOAD_INVALID'
 | 'COMMAND_UNANSWERABLE'
 | 'HANDLER_FAILED'
 | 'REPLY_FAILED'
 | 'DEAD_LETTER_FAILED'
 | 'CALLBACK_FAILED'
 | 'CONSUMER_UNAVAILABLE';

export type ProblemListener = (problem: Problem) => void;

export interface Published {
    readonly stream: string;
    readonly sequence: number;
    readonly duplicate: boolean;
}

export interface ReadDeadLettersOptions {
    readonly stream: string;
    readonly limit?: number;
    readonly startSequence?: number;
}

export interface ReplayOptions {
    readonly subject?: string;
    readonly remove?: boolean;
    readonly canonicalTrace?: boolean;
    readonly tracing?: InstrumentOptions | false;
}

export interface Replayed extends Published {
    readonly subject: string;
    readonly removed: boolean;
}

export interface RpcOptions {
    readonly mode?: 'core' | 'jetstream';
    readonly timeoutMs?: number;
}

export interface Service extends AsyncDisposable {
    readonly name: string;
    readonly stopped: Promise<void>;
    health(): Promise<Health>;
    stop(options?: {
        readonly timeoutMs?: number;
    }): Promise<void>;
}

export interface ServiceOptions {
    readonly name: string;
    readonly codec?: Codec;
    readonly canonicalTrace?: boolean;
    readonly tracing?: InstrumentOptions | false;
    readonly events?: Handlers<EventHandler>;
    readonly broadcasts?: Handlers<EventHandler>;
    readonly ordered?: Handlers<EventHandler>;
    readonly commands?: Handlers<CommandHandler>;
    readonly rpc?: CommandOptions;
    readonly delivery?: DeliveryOptions;
    readonly deadLetters?: DeadLetterOptions;
    readonly streams?: StreamOverrides;
    readonly consumers?: ConsumerOverrides;
    readonly provision?: 'create' | 'update' | 'bind';
    readonly onProblem?: ProblemListener;
}

export interface StoredDeadLetter {
    readonly stream: string;
    readonly sequence: number;
    readonly subject: string;
    readonly storedAt: string;
    readonly info: Partial<DeadLetterInfo>;
    readonly headers: MsgHdrs;
    readonly data: Uint8Array;
    readonly link?: SpanContext;
}

export interface StreamHealth {
    readonly kind: StreamKind;
    readonly name: string;
    readonly messages: number;
    readonly bytes: number;
    readonly error?: unknown;
}

export type StreamKind = 'event' | 'rpc' | 'broadcast' | 'ordered' | 'dead-letter';

export type StreamOverrides = {
    readonly [Kind in StreamKind]?: Partial<StreamConfig>;
};

export interface TransportClient extends AsyncDisposable {
    publish(pattern: string, data: unknown): Promise<Published>;
    publishOrdered(pattern: string, data: unknown): Promise<Published>;
    broadcast(pattern: string, data: unknown): Promise<Published>;
    request(pattern: string, data: unknown): Promise<unknown>;
    close(): Promise<void>;
}

export declare class TransportError extends Error {
    readonly name = "TransportError";
    readonly code: TransportErrorCode;
    readonly hint: string;
    readonly payload?: unknown;
    constructor(code: TransportErrorCode, message: string, options: TransportErrorOptions);
}

export type TransportErrorCode = 'RPC_TIMEOUT' | 'RPC_NO_RESPONDERS' | 'RPC_DUPLICATE' | 'RPC_FAILED' | 'RPC_INBOX_DENIED' | 'NO_HANDLER' | 'PAYLOAD_INVALID' | 'HEADER_INVALID' | 'MESSAGE_ID_TWICE' | 'NAME_INVALID' | 'OPTION_INVALID' | 'PUBLISH_FAILED' | 'PROVISION_FAILED' | 'READ_FAILED' | 'REMOVE_FAILED' | 'STREAM_MISMATCH' | 'CLOSED';

export declare function commandQueueOf(service: string): string;

export declare function consumerOf(kind: 'event' | 'broadcast' | 'rpc', service: string): string;

export declare function createClient(connection: NatsConnection, options: ClientOptions): TransportClient;

export declare function getDeadLetter(connection: NatsConnection, { stream, sequence }: {
    readonly stream: string;
    readonly sequence: number;
}): Promise<StoredDeadLetter | undefined>;

export declare function internalName(service: string): string;

export declare const jsonCodec: Codec;

export declare function readDeadLetters(connection: NatsConnection, { stream, limit, startSequence }: ReadDeadLettersOptions): AsyncGenerator<StoredDeadLetter, void, undefined>;

export declare function removeDeadLetter(connection: NatsConnection, { stream, sequence }: Pick<StoredDeadLetter, 'stream' | 'sequence'>): Promise<void>;

export declare function replayDeadLetter(connection: NatsConnection, letter: StoredDeadLetter, options?: ReplayOptions): Promise<Replayed>;

export declare function scheduleSubjectOf(kind: 'event' | 'broadcast', service: string, pattern: string, id: string): string;

export declare function startService(connection: NatsConnection, options: ServiceOptions): Promise<Service>;

export declare function streamOf(kind: MessageKind | 'dead-letter', service: string): string;

export declare function subjectOf(kind: MessageKind, service: string, pattern: string): string;

export declare function whereBytesAre({ headers }: StoredDeadLetter): string | undefined;

// named above, exported by no entry

export interface TransportErrorOptions extends ErrorOptions {
    readonly hint: string;
    readonly payload?: unknown;
}

// import … from '@hopscope/nats/transport/msgpack'

export declare function messagePackCodec(): Codec;

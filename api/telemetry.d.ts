// Written by `npm run api`: the public types, entry by entry.

// import … from '@hopscope/telemetry'

export interface CollectorStats {
    readonly recorded: number;
    readonly stored: number;
    readonly dropped: number;
}

export declare const HOPS_SUBJECT = "telemetry.hops";

export interface ReadSpansOptions {
    readonly stream?: string;
    readonly from?: 'first' | 'next' | Date;
    readonly follow?: boolean;
    readonly signal?: AbortSignal;
    readonly onError?: (error: TelemetryError) => void;
}

export interface StoredSpans {
    readonly resourceSpans: readonly ResourceSpans[];
    readonly subject: string;
    readonly sequence: number;
}

export interface StoredTelemetry {
    readonly subject: string;
    readonly data: Uint8Array;
    readonly headers?: HeaderCarrier | undefined;
}

export declare const TELEMETRY_STREAM = "TELEMETRY";

export declare const TELEMETRY_SUBJECTS = "telemetry.>";

export declare class TelemetryError extends Error {
    readonly name = "TelemetryError";
    readonly code: TelemetryErrorCode;
    readonly hint: string | undefined;
    constructor(code: TelemetryErrorCode, message: string, options?: {
        readonly hint?: string;
        readonly cause?: unknown;
    });
}

export type TelemetryErrorCode = 'COLLECTOR_CLOSED' | 'EXPORT_FAILED' | 'OPTION_INVALID' | 'SPANS_DROPPED' | 'STREAM_UNAVAILABLE' | 'SUBJECT_TAKEN' | 'TELEMETRY_MALFORMED';

export interface TelemetryStreamOptions {
    readonly name?: string;
    readonly maxAgeMs?: number;
    readonly maxBytes?: number;
    readonly duplicateWindowMs?: number;
    readonly replicas?: number;
    readonly storage?: 'file' | 'memory';
    readonly cluster?: string;
}

export declare class TraceCollector implements SpanSink, AsyncDisposable {
    #private;
    readonly tracerProvider: TracerProvider;
    readonly tracer: Tracer;
    constructor(connection: NatsConnection, options: TraceCollectorOptions);
    get stats(): CollectorStats;
    record(span: SpanData, scope: Scope): void;
    flush(): Promise<void>;
    close(): Promise<void>;
    [Symbol.asyncDispose](): Promise<void>;
}

export interface TraceCollectorOptions {
    readonly service: string;
    readonly resource?: AttributeMap;
    readonly flushIntervalMs?: number;
    readonly maxBatchSpans?: number;
    readonly maxQueuedSpans?: number;
    readonly ackTimeoutMs?: number;
    readonly maxAttempts?: number;
    readonly onError?: (error: TelemetryError) => void;
}

export declare function decodeTelemetry(message: StoredTelemetry): readonly ResourceSpans[] | undefined;

export declare function ensureTelemetryStream(connection: NatsConnection, options?: TelemetryStreamOptions): Promise<StreamInfo>;

export declare function readSpans(connection: NatsConnection, options?: ReadSpansOptions): AsyncIterableIterator<StoredSpans>;

export declare function spansSubject(service: string): string;

export declare function subjectToken(name: string): string;

// import … from '@hopscope/telemetry/bridge'

export interface SendTracesOptions {
    readonly url: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly timeoutMs?: number;
}

export declare function sendTraces(traces: TraceData, options: SendTracesOptions): Promise<void>;

export declare function tracesOptionsFromEnv(env: Readonly<Record<string, string | undefined>>): SendTracesOptions | undefined;

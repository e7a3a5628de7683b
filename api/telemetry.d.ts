// Written by `npm run api`: the public types, entry by entry.

// import … from '@hopscope/telemetry'

export interface CollectorOptions {
    readonly service?: string;
    readonly resource?: AttributeMap;
    readonly flushIntervalMs?: number;
    readonly flushTimeoutMs?: number;
    readonly maxQueuedBytes?: number;
    readonly maxInFlight?: number;
    readonly ackTimeoutMs?: number;
    readonly maxAttempts?: number;
    readonly closeTimeoutMs?: number;
    readonly compression?: 'none' | 'gzip';
    readonly env?: Environment;
    readonly onError?: (error: TelemetryError) => void;
}

export interface CollectorStats {
    readonly recorded: number;
    readonly stored: number;
    readonly dropped: number;
}

export interface DetectedResource {
    readonly service: string;
    readonly attributes: AttributeMap;
}

export interface EnsuredStream extends StreamInfo {
    readonly adopted: boolean;
    readonly differences: readonly StreamDifference[];
}

export interface ExportResult {
    readonly code: 0 | 1;
    readonly error?: Error;
}

export interface ExporterOptions {
    readonly format?: TelemetryFormat;
    readonly maxInFlight?: number;
    readonly ackTimeoutMs?: number;
    readonly maxAttempts?: number;
    readonly compression?: 'none' | 'gzip';
}

export declare const HOPS_SUBJECT = "telemetry.hops";

export declare class LogCollector implements LoggerProvider, AsyncDisposable {
    #private;
    readonly logger: Logger;
    constructor(connection: NatsConnection, options?: LogCollectorOptions);
    get stats(): CollectorStats;
    getLogger(name: string, version?: string, options?: {
        readonly schemaUrl?: string;
    }): RecordingLogger;
    flush(): Promise<void>;
    close(): Promise<void>;
    [Symbol.asyncDispose](): Promise<void>;
}

export interface LogCollectorOptions extends CollectorOptions {
    readonly limits?: Partial<LogLimits>;
    readonly maxBatchRecords?: number;
    readonly maxQueuedRecords?: number;
}

export declare class MetricCollector implements MeterProvider, AsyncDisposable {
    #private;
    readonly metrics: Metrics;
    constructor(connection: NatsConnection, options?: MetricCollectorOptions);
    get stats(): CollectorStats;
    getMeter(name: string, version?: string, options?: MeterOptions): Meter;
    flush(): Promise<void>;
    close(): Promise<void>;
    [Symbol.asyncDispose](): Promise<void>;
}

export interface MetricCollectorOptions extends Omit<CollectorOptions, 'flushIntervalMs'> {
    readonly collectIntervalMs?: number;
    readonly temporality?: TemporalityPreference;
    readonly maxSeries?: number;
}

export declare class NatsLogRecordExporter {
    #private;
    constructor(connection: NatsConnection, options?: ExporterOptions);
    export(records: readonly SdkLogRecord[], done: (result: ExportResult) => void): void;
    forceFlush(): Promise<void>;
    shutdown(): Promise<void>;
}

export declare class NatsMetricExporter {
    #private;
    constructor(connection: NatsConnection, options?: ExporterOptions);
    export(metrics: SdkResourceMetrics, done: (result: ExportResult) => void): void;
    selectAggregationTemporality(instrumentType: string): 0 | 1;
    forceFlush(): Promise<void>;
    shutdown(): Promise<void>;
}

export declare class NatsSpanExporter {
    #private;
    constructor(connection: NatsConnection, options?: ExporterOptions);
    export(spans: readonly SdkSpan[], done: (result: ExportResult) => void): void;
    forceFlush(): Promise<void>;
    shutdown(): Promise<void>;
}

export interface ReadSpansOptions {
    readonly stream?: string;
    readonly from?: 'first' | 'next' | Date;
    readonly follow?: boolean;
    readonly signal?: AbortSignal;
    readonly onError?: (error: TelemetryError) => void;
}

export interface ResourceOptions {
    readonly service?: string;
    readonly resource?: AttributeMap;
    readonly env?: Environment;
}

export interface SdkEvent {
    readonly name: string;
    readonly time: HrTime;
    readonly attributes?: Readonly<Record<string, unknown>> | undefined;
    readonly droppedAttributesCount?: number | undefined;
}

export interface SdkExponentialHistogram {
    readonly count: number;
    readonly sum?: number | undefined;
    readonly scale: number;
    readonly zeroCount: number;
    readonly positive: SdkBuckets;
    readonly negative: SdkBuckets;
    readonly min?: number | undefined;
    readonly max?: number | undefined;
}

export interface SdkHistogram {
    readonly buckets: {
        readonly boundaries: readonly number[];
        readonly counts: readonly number[];
    };
    readonly sum?: number | undefined;
    readonly count: number;
    readonly min?: number | undefined;
    readonly max?: number | undefined;
}

export interface SdkLogRecord {
    readonly hrTime: HrTime;
    readonly hrTimeObserved: HrTime;
    readonly spanContext?: SpanContext | undefined;
    readonly severityText?: string | undefined;
    readonly severityNumber?: number | undefined;
    readonly body?: unknown;
    readonly eventName?: string | undefined;
    readonly attributes: Readonly<Record<string, unknown>>;
    readonly droppedAttributesCount: number;
    readonly resource: SdkResource;
    readonly instrumentationScope: SdkScope;
}

export interface SdkMetric {
    readonly descriptor: {
        readonly name: string;
        readonly description: string;
        readonly unit: string;
        readonly valueType: ValueType;
    };
    readonly aggregationTemporality: number;
    readonly dataPointType: number;
    readonly isMonotonic?: boolean | undefined;
    readonly dataPoints: readonly SdkPoint[];
}

export interface SdkPoint {
    readonly startTime: HrTime;
    readonly endTime: HrTime;
    readonly attributes: Readonly<Record<string, unknown>>;
    readonly value: number | SdkHistogram | SdkExponentialHistogram;
}

export interface SdkResource {
    readonly attributes: Readonly<Record<string, unknown>>;
    readonly schemaUrl?: string | undefined;
}

export interface SdkResourceMetrics {
    readonly resource: SdkResource;
    readonly scopeMetrics: readonly {
        readonly scope: SdkScope;
        readonly metrics: readonly SdkMetric[];
    }[];
}

export interface SdkScope {
    readonly name: string;
    readonly version?: string | undefined;
    readonly schemaUrl?: string | undefined;
}

export interface SdkSpan {
    readonly name: string;
    readonly kind: number;
    spanContext(): SpanContext;
    readonly parentSpanContext?: SpanContext | undefined;
    readonly parentSpanId?: string | undefined;
    readonly startTime: HrTime;
    readonly endTime: HrTime;
    readonly status: SpanStatus;
    readonly attributes: Readonly<Record<string, unknown>>;
    readonly droppedAttributesCount: number;
    readonly events: readonly SdkEvent[];
    readonly droppedEventsCount: number;
    readonly links: readonly Link[];
    readonly droppedLinksCount: number;
    readonly resource: SdkResource;
    readonly instrumentationScope?: SdkScope | undefined;
    readonly instrumentationLibrary?: SdkScope | undefined;
}

export type SpanLayout = 'batch' | 'trace' | 'run';

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

export interface StreamDifference {
    readonly field: StreamField;
    readonly wanted: StreamValue;
    readonly found: StreamValue;
}

export type StreamField = (typeof COMPARED)[number] | 'subjects' | 'subject_transform' | 'placement.cluster' | 'placement.tags';

export type StreamValue = string | number | boolean | readonly string[];

export declare const TELEMETRY_STREAM = "TELEMETRY";

export declare const TELEMETRY_SUBJECTS = "telemetry.>";

export type Telemetry = {
    readonly signal: 'traces';
    readonly resourceSpans: readonly ResourceSpans[];
} | {
    readonly signal: 'logs';
    readonly resourceLogs: readonly ResourceLogs[];
} | {
    readonly signal: 'metrics';
    readonly resourceMetrics: readonly ResourceMetrics[];
};

export declare class TelemetryCollector implements Telemetry, AsyncDisposable {
    #private;
    readonly tracer: Tracer;
    readonly logger: Logger;
    readonly metrics: Metrics;
    readonly errors: ErrorReporter;
    constructor(connection: NatsConnection, options?: TelemetryCollectorOptions);
    get otel(): OtelProviders & {
        readonly loggerProvider: LogCollector;
    };
    get stats(): TelemetryStats;
    flush(): Promise<void>;
    close(): Promise<void>;
    [Symbol.asyncDispose](): Promise<void>;
}

export interface TelemetryCollectorOptions extends CollectorOptions {
    readonly traces?: Omit<TraceCollectorOptions, keyof CollectorOptions>;
    readonly logs?: Omit<LogCollectorOptions, keyof CollectorOptions>;
    readonly metrics?: Omit<MetricCollectorOptions, keyof CollectorOptions>;
}

export declare class TelemetryError extends Error {
    readonly name = "TelemetryError";
    readonly code: TelemetryErrorCode;
    readonly hint: string | undefined;
    constructor(code: TelemetryErrorCode, message: string, options?: {
        readonly hint?: string;
        readonly cause?: unknown;
    });
}

export type TelemetryErrorCode = 'CALLBACK_FAILED' | 'COLLECTOR_CLOSED' | 'CONNECTION_CLOSED' | 'CONSUMER_UNUSABLE' | 'EXPORT_FAILED' | 'LOGS_DROPPED' | 'METRICS_DROPPED' | 'OPTION_INVALID' | 'PORT_UNAVAILABLE' | 'SPANS_DROPPED' | 'STREAM_UNAVAILABLE' | 'SUBJECT_TAKEN' | 'TELEMETRY_MALFORMED';

export type TelemetryFormat = 'otlp' | 'dagnats' | 'dagnats-v1';

export interface TelemetryStats {
    readonly spans: CollectorStats;
    readonly logs: CollectorStats;
    readonly metrics: CollectorStats;
}

export interface TelemetryStreamOptions {
    readonly name?: string;
    readonly maxAgeMs?: number;
    readonly maxBytes?: number;
    readonly maxMessages?: number;
    readonly maxMessageBytes?: number;
    readonly duplicateWindowMs?: number;
    readonly replicas?: number;
    readonly storage?: 'file' | 'memory';
    readonly compression?: 's2' | 'none';
    readonly cluster?: string;
    readonly tags?: readonly string[];
    readonly domain?: string;
    readonly apiPrefix?: string;
}

export declare class TraceCollector implements TracerProvider, AsyncDisposable {
    #private;
    readonly tracer: Tracer;
    constructor(connection: NatsConnection, options?: TraceCollectorOptions);
    get tracerProvider(): TracerProvider;
    get stats(): CollectorStats;
    getTracer(name: string, version?: string, options?: TracerOptions): OtelTracer;
    record(span: SpanData, scope: RecordedScope): void;
    flush(): Promise<void>;
    close(): Promise<void>;
    [Symbol.asyncDispose](): Promise<void>;
}

export interface TraceCollectorOptions extends CollectorOptions {
    readonly sampler?: Sampler;
    readonly limits?: Partial<SpanLimits>;
    readonly layout?: SpanLayout;
    readonly maxBatchSpans?: number;
    readonly maxQueuedSpans?: number;
}

export interface UnreadableTelemetry {
    readonly undecodable: string;
}

export declare function decodeTelemetry(message: StoredTelemetry): readonly ResourceSpans[] | undefined;

export declare function detectResource(options?: ResourceOptions): DetectedResource;

export declare function ensureTelemetryStream(connection: NatsConnection, options?: TelemetryStreamOptions): Promise<EnsuredStream>;

export declare function logsSubject(service: string, level: string): string;

export declare function metricsSubject(service: string): string;

export declare function readSpans(connection: NatsConnection, options?: ReadSpansOptions): AsyncIterableIterator<StoredSpans>;

export declare function readTelemetry(message: StoredTelemetry): Telemetry | UnreadableTelemetry;

export declare function spansSubject(service: string, group?: string): string;

export declare function streamDifferences(found: Partial<StreamConfig>, options?: TelemetryStreamOptions): readonly StreamDifference[];

export declare function subjectToken(name: string): string;

// named above, exported by no entry

export declare const COMPARED: readonly ['retention', 'storage', 'max_age', 'max_bytes', 'max_msgs', 'max_msgs_per_subject', 'max_msg_size', 'discard', 'duplicate_window', 'num_replicas', 'compression', 'no_ack', 'sealed'];

export interface SdkBuckets {
    readonly offset: number;
    readonly bucketCounts: readonly number[];
}

// import … from '@hopscope/telemetry/bridge'

export interface BackendOptions extends RequestOptions, Partial<Readonly<Record<Signal, SignalOptions>>> {
    readonly endpoint?: string;
}

export interface Bridge extends AsyncDisposable {
    readonly state: SignalState;
    readonly httpUrl: string | undefined;
    figures(): BridgeFigures;
    stop(options?: {
        readonly timeoutMs?: number;
    }): Promise<void>;
    readonly stopped: Promise<void>;
}

export interface BridgeConfig {
    readonly backend?: BackendOptions;
    readonly stream?: string;
    readonly durable?: string;
    readonly signals?: readonly Signal[];
    readonly domain?: string;
    readonly fallbackService?: string;
    readonly batchSize?: number;
    readonly maxBatchBytes?: number;
    readonly flushIntervalMs?: number;
    readonly maxRequests?: number;
    readonly maxBytesInHand?: number;
    readonly maxAttempts?: number;
    readonly maxDeliveries?: number;
    readonly retryDelayMs?: number;
    readonly outageBackoffMs?: {
        readonly first: number;
        readonly longest: number;
    };
    readonly ackWaitMs?: number;
    readonly maxAckPending?: number;
    readonly deadLetterStream?: string;
    readonly statsIntervalMs?: number;
    readonly http?: {
        readonly port: number;
        readonly host?: string;
    };
    readonly onEvent?: (event: BridgeEvent) => void;
}

export type BridgeEvent = {
    readonly kind: 'signal-started';
    readonly signal: Signal;
    readonly consumer: string;
} | {
    readonly kind: 'signal-absent';
    readonly signal: Signal;
    readonly reason: string;
} | {
    readonly kind: 'outage';
    readonly signal: Signal;
    readonly reason: string;
    readonly retryInMs: number | undefined;
    readonly attempt: number;
} | {
    readonly kind: 'resumed';
    readonly signal: Signal;
    readonly outageMs: number;
} | {
    readonly kind: 'partial-success';
    readonly signal: Signal;
    readonly rejected: number;
    readonly message: string | undefined;
} | {
    readonly kind: 'retry';
    readonly signal: Signal;
    readonly subject: string;
    readonly sequence: number;
    readonly attempt: number;
    readonly reason: string;
    readonly retryInMs: number | undefined;
} | {
    readonly kind: 'dead-letter';
    readonly signal: Signal;
    readonly subject: string;
    readonly sequence: number;
    readonly reason: string;
} | {
    readonly kind: 'discarded';
    readonly signal: Signal;
    readonly count: number;
} | {
    readonly kind: 'problem';
    readonly signal: Signal | undefined;
    readonly message: string;
    readonly hint: string | undefined;
    readonly cause: unknown;
};

export interface BridgeFigures {
    readonly state: SignalState;
    readonly startedAt: Date;
    readonly signals: Readonly<Partial<Record<Signal, SignalFigures>>>;
    readonly stream: StreamFigures | undefined;
}

export interface ExportRate {
    readonly recordsPerS: number;
    readonly itemsPerS: number | undefined;
}

export interface Histogram {
    readonly bounds: readonly number[];
    readonly counts: readonly number[];
    readonly sum: number;
    readonly count: number;
}

export type OtlpProtocol = 'http/protobuf' | 'http/json';

export interface OutageFigures {
    readonly reason: string;
    readonly since: Date;
    readonly attempts: number;
    readonly nextAttemptAt: Date;
}

export interface RequestOptions {
    readonly headers?: Readonly<Record<string, string>>;
    readonly protocol?: OtlpProtocol;
    readonly compression?: 'gzip' | 'none';
    readonly gzipMembers?: 'join' | 'recompress';
    readonly timeoutMs?: number;
    readonly certificateFile?: string;
    readonly clientKeyFile?: string;
    readonly clientCertificateFile?: string;
}

export declare const SIGNALS: readonly Signal[];

export interface SendTracesOptions extends RequestOptions {
    readonly url: string;
}

export type Signal = 'traces' | 'logs' | 'metrics';

export interface SignalFigures {
    readonly state: SignalState;
    readonly received: number;
    readonly redelivered: number;
    readonly exported: number;
    readonly rate?: ExportRate;
    readonly items: number;
    readonly empty: number;
    readonly requests: number;
    readonly requestBytes: number;
    readonly unavailable: number;
    readonly refused: number;
    readonly retries: number;
    readonly rejected: number;
    readonly deadLetters: number;
    readonly discarded: number;
    readonly inHand: number;
    readonly bytesInHand: number;
    readonly pending: number | undefined;
    readonly ackPending: number | undefined;
    readonly exportTime: Histogram;
    readonly outage: OutageFigures | undefined;
    readonly timeLeftMs: number | undefined;
}

export interface SignalOptions extends RequestOptions {
    readonly endpoint?: string;
}

export type SignalState = 'starting' | 'sending' | 'out' | 'detached' | 'absent' | 'stopping' | 'stopped';

export interface StreamFigures {
    readonly messages: number;
    readonly bytes: number;
    readonly bytesLeft: number | undefined;
    readonly maxAgeMs: number | undefined;
}

export declare function backendOptionsFromEnv(env: Environment): BackendOptions;

export declare function checkBridgeConfig(config: BridgeConfig): void;

export declare function sendTraces(traces: TraceData, options: SendTracesOptions): Promise<void>;

export declare function startBridge(connection: NatsConnection, config?: BridgeConfig): Promise<Bridge>;

export declare function tracesOptionsFromEnv(env: Environment): SendTracesOptions | undefined;

// import … from '@hopscope/telemetry/read'

export interface StoredTelemetry {
    readonly subject: string;
    readonly data: Uint8Array;
    readonly headers?: HeaderCarrier | undefined;
}

export type Telemetry = {
    readonly signal: 'traces';
    readonly resourceSpans: readonly ResourceSpans[];
} | {
    readonly signal: 'logs';
    readonly resourceLogs: readonly ResourceLogs[];
} | {
    readonly signal: 'metrics';
    readonly resourceMetrics: readonly ResourceMetrics[];
};

export interface UnreadableTelemetry {
    readonly undecodable: string;
}

export declare function decodeTelemetry(message: StoredTelemetry): readonly ResourceSpans[] | undefined;

export declare function readTelemetry(message: StoredTelemetry): Telemetry | UnreadableTelemetry;

// Written by `npm run api`: the public types, entry by entry.

// import … from '@hopscope/observe'

export interface Attribute {
    readonly key: string;
    readonly value: AttributeValue | Double | bigint;
}

export interface Counter {
    inc(): void;
    add(delta: number): void;
}

export interface ErrorReporter {
    captureError(context: Context, error: unknown, tags?: Tags): void;
    captureMessage(context: Context, message: string, level?: Level): void;
}

export interface EventTraceFields {
    readonly trace_parent?: string;
    readonly trace_state?: string;
}

export type Field = Attribute;

export interface Gauge {
    set(value: number): void;
    inc(): void;
    dec(): void;
}

export interface Histogram {
    observe(value: number): void;
}

export declare const LEVELS: readonly ['debug', 'info', 'warn', 'error'];

export type Level = (typeof LEVELS)[number];

export interface LogRecord {
    readonly level: Level;
    readonly message: string;
    readonly timeUnixNano: bigint;
    readonly fields: AttributeMap;
    readonly error?: unknown;
    readonly traceId?: string;
    readonly spanId?: string;
    readonly traceFlags?: number;
}

export type LogSink = (record: LogRecord) => void;

export interface Logger {
    debug(message: string, ...fields: readonly Field[]): void;
    info(message: string, ...fields: readonly Field[]): void;
    warn(message: string, ...fields: readonly Field[]): void;
    error(message: string, error?: unknown, ...fields: readonly Field[]): void;
    with(...fields: readonly Field[]): Logger;
}

export interface Measurement {
    readonly type: 'counter' | 'histogram' | 'gauge';
    readonly name: string;
    readonly tags: Tags;
    readonly value: number;
}

export type MeasurementSink = (measurement: Measurement) => void;

export interface MessageCarriers {
    readonly headers?: HeaderCarrier | undefined;
    readonly event?: unknown;
}

export interface MessageExtraction extends Extraction {
    readonly source?: 'headers' | 'event';
}

export interface Metrics {
    counter(name: string, tags?: Tags): Counter;
    histogram(name: string, tags?: Tags): Histogram;
    gauge(name: string, tags?: Tags): Gauge;
}

export declare class ObserveError extends Error {
    readonly name = "ObserveError";
    readonly code: ObserveErrorCode;
    readonly hint: string;
    constructor(code: ObserveErrorCode, message: string, options: {
        readonly hint: string;
    });
}

export type ObserveErrorCode = 'HEADER_INVALID' | 'HEADER_RESERVED' | 'MESSAGE_ID_TWICE' | 'PARENT_INVALID' | 'SCHEDULE_INVALID' | 'TIMEOUT_INVALID' | 'TTL_INVALID';

export interface OtelLogMap {
    [key: string]: OtelLogValue;
}

export interface OtelLogRecord {
    readonly timestamp?: HrTime;
    readonly severityNumber: number;
    readonly severityText: Level;
    readonly body: string;
    readonly attributes: {
        [key: string]: OtelLogValue;
    };
}

export type OtelLogValue = Attributes[string] | Uint8Array | null | OtelLogValue[] | OtelLogMap;

export interface OtelLogger {
    emit(record: OtelLogRecord): void;
}

export interface OtelLoggerProvider {
    getLogger(name: string, version?: string): OtelLogger;
}

export interface OtelMetricsOptions {
    readonly instruments?: Readonly<Record<string, MetricOptions>>;
}

export interface OtelProviders {
    readonly tracerProvider: TracerProvider;
    readonly meterProvider: MeterProvider;
}

export interface OtelTelemetryOptions extends OtelMetricsOptions {
    readonly tracerProvider?: TracerProvider;
    readonly meterProvider?: MeterProvider;
    readonly loggerProvider?: OtelLoggerProvider;
    readonly logger?: Logger;
    readonly name?: string;
    readonly version?: string;
}

export interface ParentInfo {
    readonly traceId: string;
    readonly spanId: string;
    readonly traceFlags?: number;
}

export interface SinkLoggerOptions {
    readonly minLevel?: Level;
    readonly runtime?: Pick<Runtime, 'now'>;
}

export interface Span extends Disposable {
    readonly otel: OtelSpan;
    end(endTimeUnixNano?: bigint): void;
    setStatus(code: StatusCode, description?: string): void;
    setAttributes(...attributes: readonly Attribute[]): void;
    recordError(error: unknown): void;
    addEvent(name: string, ...attributes: readonly Attribute[]): void;
}

export interface SpanOptions {
    readonly kind?: Exclude<SpanKind, 'unspecified'>;
    readonly attributes?: readonly Attribute[];
    readonly links?: readonly Link[];
    readonly root?: boolean;
    readonly startTimeUnixNano?: bigint;
}

export type StatusCode = 'ok' | 'error';

export type Tags = Readonly<Record<string, string>>;

export interface Telemetry {
    readonly tracer: Tracer;
    readonly logger: Logger;
    readonly metrics: Metrics;
    readonly errors: ErrorReporter;
    readonly otel?: OtelProviders;
}

export interface Tracer {
    start(context: Context, name: string, options?: SpanOptions): readonly [Context, Span];
}

export declare function addSpan(context: Context, span: Span): Context;

export declare function addValue(context: Context, key: symbol, value: unknown): Context;

export declare function boolAttr(key: string, value: boolean): Attribute;

export declare function boolField(key: string, value: boolean): Field;

export declare function contextWithMessageParent(context: Context, carriers: MessageCarriers): Context;

export declare function contextWithParentInfo(context: Context, parent: ParentInfo): Context;

export declare function contextWithSpan(context: Context, span: Span): Context;

export declare function errorField(error: unknown): Field;

export declare function errorReporter(logger: Logger): ErrorReporter;

export declare const exactNumbers: unique symbol;

export declare function extractMessageSpanContext(carriers: MessageCarriers): MessageExtraction;

export declare function float64Attr(key: string, value: number): Attribute;

export declare function float64Field(key: string, value: number): Field;

export declare function formatLogJson(record: LogRecord): string;

export declare function int64Attr(key: string, value: number | bigint): Attribute;

export declare function int64Field(key: string, value: number | bigint): Field;

export declare function isLevelAtLeast(level: Level, least: Level): boolean;

export declare const noopErrorReporter: ErrorReporter;

export declare const noopLogger: Logger;

export declare const noopMetrics: Metrics;

export declare const noopTelemetry: Telemetry;

export declare const noopTracer: Tracer;

export declare function otelLogger(logger: OtelLogger): Logger;

export declare function otelMetrics(meter: Meter | (() => Meter), options?: OtelMetricsOptions): Metrics;

export declare function otelProvidersOf(telemetry: Telemetry): OtelProviders;

export declare function otelTelemetry(options?: OtelTelemetryOptions): Telemetry;

export declare function otelTracer(tracer: OtelTracer): Tracer;

export declare function parentInfoFromContext(context: Context): Required<ParentInfo> | undefined;

export declare function recordError(span: OtelSpan, error: unknown): void;

export declare function sinkLogger(sink: LogSink, options?: SinkLoggerOptions): Logger;

export declare function sinkMetrics(sink: MeasurementSink): Metrics;

export declare function spanContextOf(span: Span): SpanContext | undefined;

export declare function spanFromContext(context: Context): Span | undefined;

export declare function stringAttr(key: string, value: string): Attribute;

export declare function stringField(key: string, value: string): Field;

export declare function toTelemetry(parts: Partial<Telemetry>): Telemetry;

export declare function withSpan<T>(tracer: Tracer, name: string, options: SpanOptions, work: (span: Span) => T | Promise<T>): Promise<T>;

export declare function withTraceFields<Event extends object>(event: Event, context?: Context): Event & EventTraceFields;

// import … from '@hopscope/observe/w3c'

export interface BaggageMember {
    readonly key: string;
    readonly value: string;
    readonly properties: readonly BaggageProperty[];
}

export interface BaggageProperty {
    readonly key: string;
    readonly value?: string;
}

export interface Extraction {
    readonly result: 'ok' | 'missing' | 'malformed' | 'duplicate';
    readonly spanContext?: SpanContext;
}

export declare function baggageHeader(context: Context): string;

export declare function decodeTraceparent(bytes: Uint8Array, start: number): Span | undefined;

export declare function extractSpanContext(headers: HeaderCarrier | undefined): Extraction;

export declare function formatBaggage(members: readonly BaggageMember[]): string;

export declare function formatTraceparent({ traceId, spanId, traceFlags }: SpanContext): string;

export declare function outgoingSpanContext(context: Context): SpanContext | undefined;

export declare function parseBaggage(value: string | readonly string[]): readonly BaggageMember[];

export declare function parseTraceparent(value: string): SpanContext | undefined;

export declare function parseTracestate(value: string | readonly string[]): TraceState | undefined;

export declare function toBaggageMembers(baggage: Baggage): readonly BaggageMember[];

export declare function toOtelBaggage(members: readonly BaggageMember[]): Baggage;

export declare function traceContextHeaders(spanContext: SpanContext): readonly (readonly [name: string, value: string])[];

export declare const w3cBaggagePropagator: TextMapPropagator<unknown>;

export declare const w3cPropagator: TextMapPropagator<unknown>;

export declare function withBaggage(context: Context, values: readonly string[]): Context;

export declare function withRemoteParent(context: Context, spanContext: SpanContext): Context;

export declare function withRemoteSpan(context: Context, span: Span): Context;

// import … from '@hopscope/observe/headers'

export interface DeadLetterInfo {
    readonly reason: string;
    readonly subject: string;
    readonly stream: string;
    readonly failedAt: Date;
    readonly deliveryCount: number;
}

export declare const HEADERS: readonly HeaderEntry[];

export type HeaderCarrier = Iterable<readonly [name: string, values: readonly string[]]>;

export interface HeaderEntry {
    readonly name: string;
    readonly rule: HeaderRule;
    readonly reads: readonly HeaderPlace[];
    readonly writes: readonly HeaderPlace[];
    readonly source: HeaderSource;
    readonly stability: 'stable' | 'transitional';
    readonly meaning: string;
}

export type HeaderPlace = 'event' | 'request' | 'reply' | 'dead-letter' | 'server' | 'application';

export type HeaderRule = 'trace-context' | 'reserved' | 'overwritten' | 'dead-letter' | 'server-trace' | 'nats';

export type HeaderSource = 'W3C Trace Context' | 'W3C Baggage' | 'contract' | 'NATS' | 'NATS JetStream' | 'NATS server' | 'NATS ADR-41' | 'NATS ADR-43' | 'NATS ADR-51';

export interface JetstreamRecord<T = unknown> {
    readonly data: T | undefined;
    readonly headers: ReadonlyMap<string, string>;
    readonly messageId?: string;
    readonly timeoutMs?: number;
    readonly scheduleAt?: Date;
    readonly ttlNanos?: number;
}

export declare class JetstreamRecordBuilder<T = unknown> {
    #private;
    constructor(data?: T);
    setData(data: T): this;
    setHeader(name: string, value: string): this;
    setHeaders(headers: Readonly<Record<string, string>>): this;
    setMessageId(id: string): this;
    setTimeout(ms: number): this;
    scheduleAt(date: Date): this;
    ttl(nanos: number): this;
    build(): JetstreamRecord<T>;
}

export type TimeUnit = 'ns' | 'us' | 'ms' | 's' | 'm' | 'h' | 'd';

export declare function contractName(name: string): string;

export declare function deadLetterHeaders(info: DeadLetterInfo): readonly (readonly [name: string, value: string])[];

export declare function goDuration(nanos: number): string;

export declare function headerRule(name: string): HeaderRule | undefined;

export declare function isJetstreamRecord(value: unknown): value is JetstreamRecord;

export declare function isServerTraceHeader(name: string): boolean;

export declare function isTraceContextHeader(name: string): boolean;

export declare function readDeadLetter(headers: HeaderCarrier | undefined): Partial<DeadLetterInfo> | undefined;

export declare function readHeader(headers: HeaderCarrier | undefined, name: string): readonly string[];

export declare function sanitizeHeaderValue(value: string, maxBytes?: number): string;

export declare function toNanos(n: number, unit: TimeUnit): number;

export declare function withoutServerTrace(headers: HeaderCarrier | undefined): readonly (readonly [name: string, values: readonly string[]])[];

// import … from '@hopscope/observe/hop'

export declare const EMPTY_HASH: Hash64;

export interface Hash64 {
    readonly high: number;
    readonly low: number;
}

export interface HopKey {
    readonly traceId: string;
    readonly producerSpanId: string;
    readonly server: string;
    readonly hop: string;
    readonly subject: string;
    readonly messageId?: string | undefined;
    readonly part?: string | undefined;
}

export declare function fnv1a64(hash: Hash64, bytes: Uint8Array, start: number, end: number): Hash64;

export declare function hopSpanId(key: HopKey): string;

export declare function isWrappedReplySubject(subject: string): boolean;

export declare function parentHop(hop: string): string | undefined;

export declare function toSpanIdBits(hash: Hash64): Hash64;

export declare function unwrapReplySubject(subject: string): string;

// import … from '@hopscope/observe/otlp'

export type AnyValue = string | boolean | number | bigint | Double | Uint8Array | null | readonly AnyValue[] | {
    readonly [key: string]: AnyValue;
};

export type AttributeMap = {
    readonly [key: string]: AnyValue;
};

export declare class Double {
    readonly value: number;
    constructor(value: number);
    valueOf(): number;
    toJSON(): number;
}

export interface EncodedSource {
    readonly resource: Uint8Array;
    readonly scope: Uint8Array;
}

export interface EncodedSpans {
    readonly resource: Resource;
    readonly scope: Scope;
    readonly spans: readonly Uint8Array[];
}

export interface Exemplar {
    readonly timeUnixNano: bigint;
    readonly value: number | bigint | Double;
    readonly filteredAttributes: AttributeMap;
    readonly traceId?: string;
    readonly spanId?: string;
}

export interface ExponentialBuckets {
    readonly offset: number;
    readonly bucketCounts: readonly number[];
}

export interface ExponentialHistogramMetric extends MetricHead {
    readonly type: 'exponentialHistogram';
    readonly points: readonly ExponentialHistogramPoint[];
    readonly temporality: Temporality;
}

export interface ExponentialHistogramPoint extends PointHead {
    readonly count: number;
    readonly sum?: number;
    readonly min?: number;
    readonly max?: number;
    readonly scale: number;
    readonly zeroCount: number;
    readonly zeroThreshold?: number;
    readonly positive: ExponentialBuckets;
    readonly negative: ExponentialBuckets;
    readonly exemplars?: readonly Exemplar[];
}

export interface GaugeMetric extends MetricHead {
    readonly type: 'gauge';
    readonly points: readonly NumberPoint[];
}

export interface HistogramMetric extends MetricHead {
    readonly type: 'histogram';
    readonly points: readonly HistogramPoint[];
    readonly temporality: Temporality;
}

export interface HistogramPoint extends PointHead {
    readonly count: number;
    readonly sum?: number;
    readonly min?: number;
    readonly max?: number;
    readonly bounds: readonly number[];
    readonly bucketCounts: readonly number[];
    readonly exemplars?: readonly Exemplar[];
}

export interface JsonObject {
    readonly [key: string]: unknown;
}

export interface LogData {
    readonly resourceLogs: readonly ResourceLogs[];
}

export interface LogRecordData {
    readonly timeUnixNano: bigint;
    readonly observedTimeUnixNano: bigint;
    readonly severityNumber: number;
    readonly severityText?: string;
    readonly body: AnyValue;
    readonly attributes: AttributeMap;
    readonly droppedAttributesCount?: number;
    readonly flags?: number;
    readonly traceId?: string;
    readonly spanId?: string;
    readonly eventName?: string;
}

export type MetricData = GaugeMetric | SumMetric | HistogramMetric | ExponentialHistogramMetric | SummaryMetric;

export interface MetricHead {
    readonly name: string;
    readonly description?: string;
    readonly unit?: string;
}

export interface MetricsData {
    readonly resourceMetrics: readonly ResourceMetrics[];
}

export interface NumberPoint extends PointHead {
    readonly value: number | bigint | Double;
    readonly exemplars?: readonly Exemplar[];
}

export interface PointHead {
    readonly attributes: AttributeMap;
    readonly startTimeUnixNano: bigint;
    readonly timeUnixNano: bigint;
    readonly flags?: number;
}

export interface Resource {
    readonly attributes: AttributeMap;
}

export interface ResourceLogs {
    readonly resource: Resource;
    readonly scopeLogs: readonly ScopeLogs[];
    readonly schemaUrl?: string;
}

export interface ResourceMetrics {
    readonly resource: Resource;
    readonly scopeMetrics: readonly ScopeMetrics[];
    readonly schemaUrl?: string;
}

export interface ResourceSpans {
    readonly resource: Resource;
    readonly scopeSpans: readonly ScopeSpans[];
    readonly schemaUrl?: string;
}

export declare const SPAN_KINDS: readonly ['unspecified', 'internal', 'server', 'client', 'producer', 'consumer'];

export interface Scope {
    readonly name: string;
    readonly version?: string;
    readonly attributes?: AttributeMap;
}

export interface ScopeLogs {
    readonly scope: Scope;
    readonly logRecords: readonly LogRecordData[];
    readonly schemaUrl?: string;
}

export interface ScopeMetrics {
    readonly scope: Scope;
    readonly metrics: readonly MetricData[];
    readonly schemaUrl?: string;
}

export interface ScopeSpans {
    readonly scope: Scope;
    readonly spans: readonly SpanData[];
    readonly schemaUrl?: string;
}

export interface SpanData {
    readonly traceId: string;
    readonly spanId: string;
    readonly parentSpanId?: string;
    readonly traceState?: string;
    readonly flags?: number;
    readonly name: string;
    readonly kind: SpanKind;
    readonly startTimeUnixNano: bigint;
    readonly endTimeUnixNano: bigint;
    readonly attributes: AttributeMap;
    readonly droppedAttributesCount?: number;
    readonly events: readonly SpanEvent[];
    readonly droppedEventsCount?: number;
    readonly links: readonly SpanLink[];
    readonly droppedLinksCount?: number;
    readonly status: SpanStatus;
}

export interface SpanEvent {
    readonly name: string;
    readonly timeUnixNano: bigint;
    readonly attributes: AttributeMap;
    readonly droppedAttributesCount?: number;
}

export interface SpanIdBits {
    readonly high: number;
    readonly low: number;
}

export type SpanKind = (typeof SPAN_KINDS)[number];

export interface SpanLink {
    readonly traceId: string;
    readonly spanId: string;
    readonly traceState?: string;
    readonly flags?: number;
    readonly attributes: AttributeMap;
    readonly droppedAttributesCount?: number;
}

export interface SpanStatus {
    readonly code: 'unset' | 'ok' | 'error';
    readonly message?: string;
}

export interface SumMetric extends MetricHead {
    readonly type: 'sum';
    readonly points: readonly NumberPoint[];
    readonly temporality: Temporality;
    readonly isMonotonic: boolean;
}

export interface SummaryMetric extends MetricHead {
    readonly type: 'summary';
    readonly points: readonly SummaryPoint[];
}

export interface SummaryPoint extends PointHead {
    readonly count: number;
    readonly sum: number;
    readonly quantiles: readonly {
        readonly quantile: number;
        readonly value: number;
    }[];
}

export type Temporality = (typeof TEMPORALITIES)[number];

export interface TraceData {
    readonly resourceSpans: readonly ResourceSpans[];
}

export declare class TraceWriter {
    #private;
    constructor(initialBytes: number);
    finish(): Uint8Array<ArrayBuffer>;
    request(encoded: Uint8Array): void;
    openSource(source: EncodedSource): void;
    closeSource(): void;
    openSpan(traceId: Uint8Array, spanId: SpanIdBits, parentSpanId?: SpanIdBits): void;
    name(first: Uint8Array, second: Utf8Slice): void;
    kindAndTimes(kind: SpanKind, startTimeUnixNano: bigint, endTimeUnixNano: bigint): void;
    attributes(encoded: Uint8Array): void;
    text(key: Uint8Array, value: Utf8Slice): void;
    attribute(key: Uint8Array, value: string | number): void;
    openEvent(name: string, timeUnixNano: bigint): void;
    closeEvent(): void;
    closeSpan(flags: number): void;
}

export interface Utf8Slice {
    readonly bytes: Uint8Array;
    readonly start: number;
    readonly end: number;
}

export declare function decodeLogs(bytes: Uint8Array): LogData | undefined;

export declare function decodeMetrics(bytes: Uint8Array): MetricsData | undefined;

export declare function decodeTraces(bytes: Uint8Array): TraceData | undefined;

export declare function encodeEventAttributes(attributes: AttributeMap): Uint8Array;

export declare function encodeKey(key: string): Uint8Array;

export declare function encodeLogRecord(record: LogRecordData): Uint8Array<ArrayBuffer>;

export declare function encodeLogs(data: LogData): Uint8Array<ArrayBuffer>;

export declare function encodeMetric(metric: MetricData): Uint8Array<ArrayBuffer>;

export declare function encodeMetrics(data: MetricsData): Uint8Array<ArrayBuffer>;

export declare function encodeSource(resource: Resource, scope: Scope): EncodedSource;

export declare function encodeSpan(span: SpanData): Uint8Array<ArrayBuffer>;

export declare function encodeSpanAttributes(attributes: AttributeMap): Uint8Array;

export declare function encodeTraceRequest(encoded: EncodedSpans): Uint8Array<ArrayBuffer>;

export declare function encodeTraces(data: TraceData): Uint8Array<ArrayBuffer>;

export declare function formatLogsJson(data: LogData): string;

export declare function formatMetricsJson(data: MetricsData): string;

export declare function formatTracesJson(data: TraceData): string;

export declare function parseLogsJson(json: string | JsonObject): LogData | undefined;

export declare function parseMetricsJson(json: string | JsonObject): MetricsData | undefined;

export declare function parseTracesJson(json: string | JsonObject): TraceData | undefined;

// named above, exported by no entry

export declare const TEMPORALITIES: readonly ['unspecified', 'delta', 'cumulative'];

// import … from '@hopscope/observe/recorder'

export declare class AsciiText {
    readonly bytes: Uint8Array;
    readonly start: number;
    readonly end: number;
    private constructor();
    static of(bytes: Uint8Array, start: number, end: number): AsciiText | undefined;
    get length(): number;
    toString(): string;
}

export interface ByteBuffer {
    bytes: Uint8Array<ArrayBuffer>;
    view: DataView;
    at: number;
}

export interface CollectedMetrics {
    readonly scope: RecordedScope;
    readonly metrics: readonly MetricData[];
}

export interface EmittedLogRecord {
    readonly eventName?: string;
    readonly timestamp?: TimeInput;
    readonly observedTimestamp?: TimeInput;
    readonly severityNumber?: number;
    readonly severityText?: string;
    readonly body?: unknown;
    readonly attributes?: Readonly<Record<string, unknown>>;
    readonly exception?: unknown;
    readonly context?: Context;
}

export type Environment = Readonly<Record<string, string | undefined>>;

export interface LogLimits {
    readonly maxAttributes: number;
    readonly maxValueLength: number;
}

export interface LogRecorderOptions {
    readonly limits?: Partial<LogLimits>;
    readonly runtime?: Runtime;
}

export interface LoggerProvider {
    readonly getLogger: OfScope<RecordingLogger>;
}

export declare class MetricRecorder implements MeterProvider {
    #private;
    constructor(options?: MetricRecorderOptions);
    getMeter(name: string, version?: string, options?: MeterOptions): Meter;
    collect(): Promise<readonly CollectedMetrics[]>;
}

export interface MetricRecorderOptions {
    readonly temporality?: TemporalityPreference;
    readonly maxSeries?: number;
    readonly runtime?: Pick<Runtime, 'now'>;
    readonly onError?: (error: unknown) => void;
}

export interface NumberRuntime {
    readonly originUnixNano: bigint;
    readonly elapsedMs: () => number;
    readonly random32: () => number;
}

export type OfScope<T> = (name: string, version?: string, options?: {
    readonly schemaUrl?: string;
}) => T;

export interface RecordedScope extends Scope {
    readonly schemaUrl?: string;
}

export interface RecorderOptions {
    readonly sampler?: Sampler;
    readonly limits?: Partial<SpanLimits>;
    readonly runtime?: Runtime;
}

export interface RecordingLogger {
    emit(record: EmittedLogRecord): void;
    enabled(options?: {
        readonly context?: Context;
    }): boolean;
}

export interface Runtime {
    readonly now: () => bigint;
    readonly newSpanId: () => string;
    readonly newTraceId: () => string;
    readonly numbers?: NumberRuntime;
}

export type Sampler = (isParentSampled: boolean | undefined, randomness: number) => boolean;

export interface SpanLimits {
    readonly maxAttributes: number;
    readonly maxEvents: number;
    readonly maxLinks: number;
    readonly maxEventAttributes: number;
    readonly maxLinkAttributes: number;
    readonly maxValueLength: number;
}

export interface SpanRecord extends SpanIds {
    readonly parentHigh: number;
    readonly parentLow: number;
    readonly flags: number;
    readonly traceState: TraceState | undefined;
    readonly name: string;
    readonly kind: number;
    readonly startTime: RecordedTime;
    readonly endTime: RecordedTime;
    readonly fixed: FixedAttributes | undefined;
    readonly attributes: AttributeList | undefined;
    readonly droppedAttributesCount: number;
    readonly events: readonly RecordedEvent[] | undefined;
    readonly droppedEventsCount: number;
    readonly links: readonly RecordedLink[] | undefined;
    readonly droppedLinksCount: number;
    readonly statusCode: number;
    readonly statusMessage: string | undefined;
}

export interface SpanSink {
    record(span: SpanData, scope: Scope): void;
}

export declare class SpanWriter {
    #private;
    constructor({ numbers }?: Runtime);
    write(buffer: ByteBuffer, span: SpanRecord): void;
}

export type TemporalityPreference = 'cumulative' | 'delta' | 'lowmemory';

export interface TraceBits {
    readonly bits0: number;
    readonly bits1: number;
    readonly bits2: number;
    readonly bits3: number;
    hex: string;
}

export declare const alwaysOff: Sampler;

export declare const alwaysOn: Sampler;

export declare function append(buffer: ByteBuffer, bytes: Uint8Array): void;

export declare function appendField(buffer: ByteBuffer, tag: number, bytes: Uint8Array): void;

export declare function attributeOf({ attributes, fixed }: SpanRecord, key: string): AnyValue | undefined;

export declare function closeField(buffer: ByteBuffer, start: number, lengthBytes?: number): void;

export declare function copyAnyValue(value: unknown, maxLength?: number): AnyValue;

export declare function countFromEnv(env: Environment, name: string, least?: number): number | undefined;

export declare function fixedAttributes(attributes: Attributes): Attributes;

export declare function isSdkDisabled(env: Environment): boolean;

export declare function logLimitsFromEnv(env: Environment): LogLimits;

export declare function loggerProvider(onEmit: (record: LogRecordData, scope: RecordedScope) => void, { limits, runtime }?: LogRecorderOptions): LoggerProvider;

export declare function newBuffer(size: number): ByteBuffer;

export declare function openField(buffer: ByteBuffer, tag: number, lengthBytes?: number): number;

export declare function parentBased(root: Sampler): Sampler;

export declare function ratioSampler(ratio: number): Sampler;

export declare function recordingTracerProvider(sink: SpanSink, runtime?: Runtime, options?: Omit<RecorderOptions, 'runtime'>): TracerProvider;

export declare function samplerFromEnv(env: Environment): Sampler;

export declare function setText(span: Span, key: string, text: AsciiText | string): void;

export declare function spanLimitsFromEnv(env: Environment): SpanLimits;

export declare const systemRuntime: Runtime;

export declare function temporalityFromEnv(env: Environment): TemporalityPreference;

export declare function traceIdOf(trace: TraceBits): string;

export declare function tracerProvider(onEnd: (span: SpanRecord, scope: RecordedScope) => void, options?: RecorderOptions): TracerProvider;

export declare function warnIgnored(name: string, value: string, rule: string): void;

// named above, exported by no entry

export type AttributeList = ListedValue[];

export declare class FixedAttributes {
    #private;
    constructor(attributes: Attributes);
    static is(attributes: object): attributes is FixedAttributes;
    fits(maxAttributes: number, maxValueLength: number): boolean;
    get size(): number;
    bytesWith(name: string, kind: number): Uint8Array;
    toList(): AttributeList;
    get(key: string): AnyValue | undefined;
    has(key: string): boolean;
}

export type ListedValue = AnyValue | AsciiText;

export interface RecordedEvent {
    readonly name: string;
    readonly time: RecordedTime;
    readonly attributes: AttributeList;
    readonly droppedAttributesCount: number;
}

export interface RecordedLink {
    readonly ids: SpanIds;
    readonly flags: number;
    readonly traceState: TraceState | undefined;
    readonly attributes: AttributeList;
    readonly droppedAttributesCount: number;
}

export type RecordedTime = number | bigint;

export interface SpanIds {
    readonly trace: TraceBits;
    readonly high: number;
    readonly low: number;
}

// import … from '@hopscope/observe/testing'

export declare class InMemoryTelemetry implements Telemetry, SpanSink {
    #private;
    readonly tracerProvider: TracerProvider;
    readonly meterProvider: MeterProvider;
    readonly tracer: Tracer;
    readonly logger: Logger;
    readonly metrics: Metrics;
    readonly errors: ErrorReporter;
    constructor(runtime?: Runtime);
    get otel(): OtelProviders;
    get spans(): readonly RecordedSpanData[];
    get logs(): readonly LogRecord[];
    get measurements(): readonly Measurement[];
    get reports(): readonly RecordedReport[];
    spansNamed(name: string): readonly RecordedSpanData[];
    logged(level: LogRecord['level']): readonly string[];
    measured(name: string, tags?: Tags): readonly number[];
    until(condition: (spans: readonly RecordedSpanData[]) => boolean): Promise<void>;
    record(span: SpanData, scope: Scope): void;
}

export interface RecordedReport {
    readonly error?: unknown;
    readonly tags?: Tags;
    readonly message?: string;
    readonly level?: Level;
    readonly context: Context;
}

export interface RecordedSpanData extends SpanData {
    readonly scope: Scope;
}

// import … from '@hopscope/observe/node'

export declare class AsyncLocalStorageContextManager implements ContextManager {
    #private;
    active(): Context;
    with<A extends unknown[], F extends (...args: A) => ReturnType<F>>(context: Context, work: F, thisArg?: ThisParameterType<F>, ...args: A): ReturnType<F>;
    bind<T>(context: Context, target: T): T;
    attach(context: Context): void;
    surroundings(): Surroundings;
    enable(): this;
    disable(): this;
}

export declare function registerContextManager(): boolean;

// named above, exported by no entry

export interface Surroundings {
    with<A, T>(context: Context, work: (argument: A) => T, argument: A): T;
}

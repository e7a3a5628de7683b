// Written by `npm run api`: the public types, entry by entry.

// import … from '@hopscope/observe'

export interface Attribute {
    readonly key: string;
    readonly value: AttributeValue | Double;
}

export declare class ObserveError extends Error {
    readonly name = "ObserveError";
    readonly code: ObserveErrorCode;
    readonly hint: string;
    constructor(code: ObserveErrorCode, message: string, options: {
        readonly hint: string;
    });
}

export type ObserveErrorCode = 'PARENT_INVALID';

export interface ParentInfo {
    readonly traceId: string;
    readonly spanId: string;
    readonly traceFlags?: number;
}

export interface Span extends Disposable {
    readonly otel: OtelSpan;
    end(): void;
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
}

export type StatusCode = 'ok' | 'error';

export interface Tracer {
    start(context: Context, name: string, options?: SpanOptions): readonly [Context, Span];
}

export declare function boolAttr(key: string, value: boolean): Attribute;

export declare function contextWithParentInfo(context: Context, parent: ParentInfo): Context;

export declare function float64Attr(key: string, value: number): Attribute;

export declare function int64Attr(key: string, value: number | bigint): Attribute;

export declare const noopTracer: Tracer;

export declare function otelTracer(tracer: OtelTracer): Tracer;

export declare function parentInfoFromContext(context: Context): Required<ParentInfo> | undefined;

export declare function recordError(span: OtelSpan, error: unknown): void;

export declare function stringAttr(key: string, value: string): Attribute;

export declare function withSpan<T>(tracer: Tracer, name: string, options: SpanOptions, work: (span: Span) => T | Promise<T>): Promise<T>;

// import … from '@hopscope/observe/w3c'

export interface Extraction {
    readonly result: 'ok' | 'missing' | 'malformed' | 'duplicate';
    readonly spanContext?: SpanContext;
}

export declare function extractSpanContext(headers: HeaderCarrier | undefined): Extraction;

export declare function formatTraceparent(spanContext: SpanContext): string;

export declare function outgoingSpanContext(context: Context): SpanContext | undefined;

export declare function parseTraceparent(value: string): SpanContext | undefined;

export declare function parseTracestate(value: string | readonly string[]): TraceState | undefined;

export declare function traceContextHeaders(spanContext: SpanContext): readonly (readonly [name: string, value: string])[];

export declare const w3cPropagator: TextMapPropagator<unknown>;

export declare function withRemoteParent(context: Context, spanContext: SpanContext): Context;

// import … from '@hopscope/observe/headers'

export declare const HEADERS: readonly HeaderEntry[];

export type HeaderCarrier = Iterable<readonly [name: string, values: readonly string[]]>;

export interface HeaderEntry {
    readonly name: string;
    readonly rule: HeaderRule;
    readonly meaning: string;
}

export type HeaderRule = 'trace-context' | 'reserved' | 'overwritten' | 'dead-letter' | 'server-trace' | 'nats';

export declare function headerRule(name: string): HeaderRule | undefined;

export declare function isServerTraceHeader(name: string): boolean;

export declare function isTraceContextHeader(name: string): boolean;

export declare function readHeader(headers: HeaderCarrier | undefined, name: string): readonly string[];

export declare function withoutServerTrace(headers: HeaderCarrier | undefined): readonly (readonly [name: string, values: readonly string[]])[];

// import … from '@hopscope/observe/hop'

export interface HopKey {
    readonly traceId: string;
    readonly producerSpanId: string;
    readonly server: string;
    readonly hop: string;
    readonly subject: string;
    readonly messageId?: string | undefined;
    readonly part?: string | undefined;
}

export declare function hopSpanId(key: HopKey): string;

export declare function isWrappedReplySubject(subject: string): boolean;

export declare function parentHop(hop: string): string | undefined;

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

export interface EncodedSpans {
    readonly resource: Resource;
    readonly scope: Scope;
    readonly spans: readonly Uint8Array[];
}

export interface Resource {
    readonly attributes: AttributeMap;
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

export interface TraceData {
    readonly resourceSpans: readonly ResourceSpans[];
}

export declare function decodeTraces(bytes: Uint8Array): TraceData | undefined;

export declare function encodeSpan(span: SpanData): Uint8Array<ArrayBuffer>;

export declare function encodeTraceRequest(encoded: EncodedSpans): Uint8Array<ArrayBuffer>;

export declare function encodeTraces(data: TraceData): Uint8Array<ArrayBuffer>;

export declare function formatTracesJson(data: TraceData): string;

export declare function parseTracesJson(text: string): TraceData | undefined;

// import … from '@hopscope/observe/recorder'

export interface Runtime {
    readonly now: () => bigint;
    readonly newSpanId: () => string;
    readonly newTraceId: () => string;
}

export interface SpanSink {
    record(span: SpanData, scope: Scope): void;
}

export declare function recordingTracerProvider(sink: SpanSink, runtime?: Runtime): TracerProvider;

export declare const systemRuntime: Runtime;

// import … from '@hopscope/observe/testing'

export declare class InMemoryTelemetry implements SpanSink {
    #private;
    readonly tracerProvider: TracerProvider;
    readonly tracer: Tracer;
    constructor(runtime?: Runtime);
    get spans(): readonly RecordedSpanData[];
    spansNamed(name: string): readonly RecordedSpanData[];
    until(condition: (spans: readonly RecordedSpanData[]) => boolean): Promise<void>;
    record(span: SpanData, scope: Scope): void;
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
    enable(): this;
    disable(): this;
}

export declare function registerContextManager(): boolean;

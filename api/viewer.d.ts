// Written by `npm run api`: the public types, entry by entry.

// import … from '@hopscope/viewer'

export interface AddResult {
    readonly traceIds: readonly string[];
    readonly spans: number;
    readonly logRecords: number;
    readonly points: number;
    readonly dropped?: number;
    readonly unreadable: number;
    readonly problem?: string;
}

export type AddedRecord = StoredTelemetry;

export interface Attribute {
    readonly key: string;
    readonly value: string;
    readonly type: 'string' | 'int' | 'double' | 'boolean' | 'bytes' | 'list' | 'map';
    readonly length?: number;
}

export interface Coverage {
    readonly stream?: string;
    readonly firstSequence: number;
    readonly lastSequence: number;
    readonly pending: number;
    readonly isComplete: boolean;
}

export interface DeadLetter {
    readonly stream: string;
    readonly sequence: number;
    readonly subject: string;
    readonly storedAtMs: number;
    readonly reason?: string;
    readonly originalSubject?: string;
    readonly originalStream?: string;
    readonly deliveryCount?: number;
    readonly failedAtMs?: number;
    readonly traceId?: string;
    readonly spanId?: string;
    readonly payloadBytes: number;
}

export interface DeadLetterPort {
    list(options: {
        readonly limit: number;
        readonly signal: AbortSignal;
    }): Promise<DeadLetters>;
    replay?(stream: string, sequence: number): Promise<ReplayResult | undefined>;
}

export interface DeadLetters {
    readonly letters: readonly DeadLetter[];
    readonly streams: readonly string[];
}

export interface IndexChange {
    readonly traceIds: readonly string[];
    readonly omitted: number;
    readonly coverage: Coverage;
    readonly revision: string;
}

export type IndexRequest = TracesRequest | {
    readonly type: 'trace';
    readonly traceId: string;
} | {
    readonly type: 'span';
    readonly traceId: string;
    readonly spanId: string;
}
 | {
    readonly type: 'spans';
    readonly traceId: string;
} | {
    readonly type: 'events';
    readonly traceId: string;
} | {
    readonly type: 'journey';
    readonly traceId: string;
} | {
    readonly type: 'trace-map';
    readonly traceId: string;
}
 | {
    readonly type: 'otlp';
    readonly traceId: string;
} | ({
    readonly type: 'map';
} & TimeRange) | ({
    readonly type: 'services';
} & TimeRange) | ({
    readonly type: 'service-graph';
} & TimeRange) | ({
    readonly type: 'facets';
} & TimeRange) | {
    readonly type: 'metrics';
} | ({
    readonly type: 'messages';
    readonly limit?: number;
    readonly before?: string;
} & TimeRange & {
    readonly stream?: string;
}) | {
    readonly type: 'message';
    readonly stream: string;
    readonly sequence: number;
} | {
    readonly type: 'index-status';
};

export interface IndexSource {
    readonly state: 'reading' | 'missing' | 'denied' | 'unavailable' | 'none';
    readonly stream?: string;
    readonly hint?: string;
}

export interface ReplayResult {
    readonly subject: string;
    readonly stream?: string;
    readonly sequence?: number;
    readonly isDuplicate: boolean;
}

export interface TimeRange {
    readonly fromMs?: number;
    readonly toMs?: number;
}

export type TraceFlag = 'error' | 'redelivered' | 'dead-letter' | 'broken-context' | 'missing-spans' | 'account-stop' | 'dry-run';

export interface TraceIndex extends AsyncDisposable {
    ask(request: IndexRequest): Promise<Uint8Array | undefined>;
    add(records: readonly AddedRecord[]): Promise<AddResult>;
    rebuild(): Promise<void>;
    onChange(listener: (change: IndexChange) => void): () => void;
    readonly coverage: Coverage;
    readonly revision: string;
    readonly source: IndexSource;
}

export interface TraceIndexOptions {
    readonly connection?: NatsConnection;
    readonly stream?: string;
    readonly since?: Date;
    readonly path?: string;
    readonly maxBytes?: number;
    readonly maxAgeMs?: number;
    readonly maxSpansPerTrace?: number;
    readonly queryTimeoutMs?: number;
    readonly storePayloads?: boolean;
}

export interface TraceList {
    readonly traces: readonly TraceSummary[];
    readonly next?: string;
    readonly coverage: Coverage;
    readonly revision: string;
    readonly narrowestTerm?: string;
}

export interface TraceRoot {
    readonly service: string;
    readonly name: string;
}

export interface TraceSummary {
    readonly traceId: string;
    readonly startMs: number;
    readonly durationMs: number;
    readonly root?: TraceRoot;
    readonly subject?: string;
    readonly spanCount: number;
    readonly hopCount: number;
    readonly errorCount: number;
    readonly services: readonly string[];
    readonly serviceCount: number;
    readonly maxDeliveryCount: number;
    readonly flags: readonly TraceFlag[];
}

export interface TracesRequest extends TimeRange {
    readonly type: 'traces';
    readonly query: string;
    readonly limit?: number;
    readonly before?: string;
    readonly sort?: 'newest' | 'slowest';
    readonly traceIds?: readonly string[];
}

export interface Viewer extends ViewerServer {
    readonly index: TraceIndex;
}

export declare class ViewerError extends Error {
    readonly name = "ViewerError";
    readonly code: ViewerErrorCode;
    readonly hint: string | undefined;
    constructor(code: ViewerErrorCode, message: string, options?: {
        readonly hint?: string;
        readonly cause?: unknown;
    });
}

export type ViewerErrorCode = 'IMPORT_INVALID' | 'INDEX_FAILED' | 'LIMIT_EXCEEDED' | 'NOT_LOOPBACK' | 'PAGE_MISSING' | 'PORT_UNAVAILABLE' | 'QUERY_INVALID' | 'QUERY_TIMEOUT' | 'STREAM_UNAVAILABLE';

export interface ViewerOptions extends TraceIndexOptions, Omit<ServeViewerOptions, 'index' | 'connection' | 'probe' | 'version' | 'pageFolder'> {
}

export declare function openTraceIndex(options?: TraceIndexOptions): Promise<TraceIndex>;

export declare function startViewer(options?: ViewerOptions): Promise<Viewer>;

// named above, exported by no entry

export type ConnectionStatus = Pick<SourceStatus, 'state' | 'server' | 'account'>;

export interface IndexPort extends Pick<TraceIndex, 'rebuild' | 'onChange' | 'coverage' | 'revision' | 'source'> {
    ask(request: IndexRequest, signal?: AbortSignal): Promise<Uint8Array | undefined>;
    add(records: readonly AddedRecord[]): Promise<Taken>;
}

export interface OtlpReceiverOptions {
    readonly port?: number;
    readonly allowedOrigins?: readonly string[];
}

export interface ProbePort {
    probe(request: ProbeRequest, signal: AbortSignal): Promise<Probed>;
}

export interface ProbeRequest {
    readonly subject: string;
    readonly headers?: readonly (readonly [name: string, value: string])[];
    readonly payload?: string;
    readonly deliver?: boolean;
}

export interface ProbeResult {
    readonly traceId?: string;
    readonly isComplete: boolean;
    readonly verdict: string;
    readonly headers: readonly (readonly [name: string, value: string])[];
    readonly text: string;
}

export interface Probed {
    readonly result: ProbeResult;
    readonly spans: readonly ResourceSpans[];
}

export interface ServeLimits {
    readonly maxLiveClients?: number;
    readonly maxImportBytes?: number;
    readonly requestTimeoutMs?: number;
    readonly heartbeatMs?: number;
}

export interface ServeViewerOptions extends ViewerPorts {
    readonly port?: number;
    readonly host?: string;
    readonly allowRemote?: boolean;
    readonly allowedHosts?: readonly string[];
    readonly pageFolder?: string;
    readonly version?: string;
    readonly otlp?: OtlpReceiverOptions;
    readonly limits?: ServeLimits;
    readonly onError?: (error: unknown) => void;
}

export interface SourceStatus {
    readonly state: 'connected' | 'reconnecting' | 'closed' | 'none';
    readonly server?: string;
    readonly account?: string;
    readonly stream?: string;
    readonly streamState: 'reading' | 'missing' | 'denied' | 'unavailable' | 'none';
    readonly hint?: string;
}

export interface Taken extends AddResult {
    readonly dropped?: number;
}

export interface ViewerPorts {
    readonly index: IndexPort;
    readonly connection?: () => ConnectionStatus;
    readonly probe?: ProbePort;
    readonly deadLetters?: DeadLetterPort;
    readonly canPublish?: boolean;
}

export interface ViewerServer extends AsyncDisposable {
    readonly url: string;
    readonly port: number;
    readonly accessToken: string;
    readonly otlpUrl?: string;
    issueLink(path?: string): string;
}

// import … from '@hopscope/viewer/query'

export declare const HAS_VALUES: readonly ['hops', 'errors', 'dlq', 'retries', 'broken', 'missing'];

export interface HasTerm extends TermHead {
    readonly field: 'has';
    readonly value: HasValue;
}

export type HasValue = (typeof HAS_VALUES)[number];

export type NumberField = 'duration' | 'delivery' | 'attribute-number';

export interface NumberTerm extends TermHead {
    readonly field: NumberField;
    readonly key?: string;
    readonly operator: '=' | '>' | '>=' | '<' | '<=';
    readonly value: number;
}

export declare const QUERY_FIELDS: readonly QueryField[];

export interface Query {
    readonly terms: readonly QueryTerm[];
}

export interface QueryField {
    readonly name: string;
    readonly example: string;
    readonly meaning: string;
    readonly type: 'text' | 'number' | 'duration' | 'status';
    readonly field: TextField | NumberField;
}

export interface QueryProblem {
    readonly problem: string;
    readonly hint: string;
    readonly start: number;
    readonly end: number;
}

export type QueryTerm = TextTerm | NumberTerm | HasTerm;

export type TextField = 'any' | 'service' | 'operation' | 'subject' | 'stream' | 'consumer' | 'server' | 'cluster' | 'account' | 'status' | 'trace' | 'message' | 'attribute';

export interface TextTerm extends TermHead {
    readonly field: TextField;
    readonly key?: string;
    readonly operator: 'is' | 'contains';
    readonly value: string;
}

export declare function parseQuery(text: string): Query | QueryProblem;

// named above, exported by no entry

export interface TermHead {
    readonly text: string;
    readonly isNegated: boolean;
}

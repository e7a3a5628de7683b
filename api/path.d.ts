// Written by `npm run api`: the public types, entry by entry.

// import … from '@hopscope/path'

export interface ApiOptionNames {
    readonly domain: string;
    readonly apiPrefix: string;
}

export interface ApiOptions {
    readonly domain?: string;
    readonly apiPrefix?: string;
    readonly optionNames?: ApiOptionNames;
}

export interface Assembly {
    readonly roots: readonly Hop[];
    readonly missing: readonly MissingHop[];
    readonly hopCount: number;
    readonly duplicates: number;
    readonly complete: boolean;
}

export declare const CONNECTION_KINDS: readonly ['client', 'route', 'gateway', 'system', 'leafnode', 'jetstream', 'account'];

export type ClockBounds = ReadonlyMap<string, ClockOffset>;

export interface ClockOffset {
    readonly minNanos: bigint;
    readonly maxNanos: bigint;
}

export interface CollectOptions extends CollectorOptions {
    readonly timeoutMs?: number;
}

export interface CollectTime {
    readonly timeoutMs?: number;
}

export interface Collection {
    readonly complete: boolean;
    readonly assembly: Assembly;
    readonly events: readonly TraceEvent[];
    readonly reports: readonly TraceReport[];
    readonly receivedAtUnixNano: readonly bigint[];
}

export interface CollectorOptions {
    readonly subject?: string;
    readonly traceId?: string;
    readonly producerSpanId?: string;
    readonly inboxPrefix?: string;
    readonly signal?: AbortSignal;
}

export type ConnectionKind = (typeof CONNECTION_KINDS)[number] | 'unknown';

export interface ConsumerFacts {
    readonly name: string;
    readonly pending: number;
    readonly ackPending: number;
    readonly paused: boolean;
}

export interface Egress {
    readonly type: 'egress';
    readonly timeUnixNano: bigint;
    readonly kind: ConnectionKind;
    readonly cid?: number;
    readonly name: string;
    readonly hop?: string;
    readonly account?: string;
    readonly subscription?: string;
    readonly queue?: string;
    readonly error?: string;
}

export interface EgressCount {
    readonly kind: ConnectionKind;
    readonly count: number;
}

export interface EncodedHops {
    readonly request: Uint8Array<ArrayBuffer>;
    readonly spans: number;
    readonly skipped: readonly SkippedReport[];
}

export interface ExamineOptions extends ApiOptions {
    readonly timeoutMs?: number;
    readonly signal?: AbortSignal;
}

export interface ExaminedStream extends StreamOnServer {
    readonly messages: number;
    readonly bytes: number;
    readonly full?: string;
    readonly sequence?: number;
    readonly consumers: readonly ConsumerFacts[];
    readonly consumersUnavailable?: Unavailable;
}

export interface Explanation {
    readonly verdict: Verdict;
    readonly counts: readonly EgressCount[];
    readonly stops: readonly Problem[];
}

export interface Facts {
    readonly streams?: readonly StreamFacts[];
    readonly clocks?: ClockBounds;
    readonly replies?: readonly TraceReply[];
}

export interface Hop {
    readonly event: TraceEvent;
    readonly via?: Egress;
    readonly next: readonly Hop[];
    readonly missing: readonly MissingHop[];
}

export interface Ingress {
    readonly timeUnixNano: bigint;
    readonly kind: ConnectionKind;
    readonly cid?: number;
    readonly name: string;
    readonly account?: string;
    readonly subject: string;
    readonly error?: string;
}

export interface Journey {
    readonly roots: readonly JourneyNode[];
    readonly spanCount: number;
    readonly duplicates: number;
    readonly orphans: number;
    readonly missingParents: number;
    readonly startTimeUnixNano: bigint;
    readonly endTimeUnixNano: bigint;
}

export interface JourneyNode extends SpanWithRole {
    readonly children: readonly JourneyNode[];
}

export interface JourneySpan {
    readonly resource: AttributeMap;
    readonly scope: Scope;
    readonly span: SpanData;
}

export interface LinkTime {
    readonly latencyNanos: bigint;
    readonly uncertaintyNanos?: bigint;
    readonly skewNanos?: bigint;
}

export interface Mapping {
    readonly type: 'subject mapping' | 'stream export' | 'service import';
    readonly timeUnixNano: bigint;
    readonly from?: string;
    readonly to: string;
    readonly account?: string;
}

export interface MissingHop {
    readonly hop: string;
    readonly server: string;
    readonly owed: boolean;
    readonly kind?: ConnectionKind;
    readonly announcedBy?: TraceEvent;
    readonly next: readonly Hop[];
}

export interface MissingServer {
    readonly name: string;
    readonly hop: string;
    readonly kind: ConnectionKind;
    readonly tooOld: boolean;
}

export declare class PathCollector implements Disposable {
    #private;
    readonly destination: string;
    private constructor();
    static open(connection: NatsConnection, options?: CollectorOptions): Promise<PathCollector>;
    collect({ timeoutMs }?: CollectTime): Promise<Collection>;
    [Symbol.dispose](): void;
}

export declare class PathError extends Error {
    readonly name = "PathError";
    readonly code: PathErrorCode;
    readonly hint: string;
    constructor(code: PathErrorCode, message: string, options: {
        readonly hint: string;
        readonly cause?: unknown;
    });
}

export type PathErrorCode = 'CONNECTION_CLOSED' | 'DELIVERY_UNKNOWN' | 'DRY_RUN_INCOMPLETE' | 'HEADER_RESERVED' | 'OPTION_INVALID' | 'PAYLOAD_TOO_LARGE' | 'PERMISSION_DENIED' | 'SERVER_SILENT' | 'SERVER_TOO_OLD' | 'SUBJECT_INVALID' | 'SUBJECT_RESERVED';

export interface Problem {
    readonly kind: ProblemKind;
    readonly severity: 'error' | 'warning' | 'note';
    readonly server: string;
    readonly message: string;
    readonly hint: string;
}

export type ProblemKind = StopKind | StreamProblemKind | 'clocks-differ' | 'several-streams';

export interface RenderOptions {
    readonly width?: number;
    readonly color?: boolean;
}

export declare const SCOPE_NAME = "@hopscope/path";

export interface Sender {
    readonly node: JourneyNode;
    readonly handedOver: ReadonlyMap<string, bigint>;
}

export interface SkippedReport {
    readonly index: number;
    readonly reason: 'malformed' | 'no trace' | 'too large';
}

export interface SlowestLink extends LinkTime {
    readonly from: string;
    readonly to: string;
}

export interface SpanNumbers {
    numberOf(traceId: string, spanId: string): number;
}

export type SpanRole = 'hop' | 'store' | 'mapping' | 'consumer' | 'work';

export interface SpanWithRole extends JourneySpan {
    readonly role: SpanRole;
}

export type StopKind = 
'account-boundary-stream'
 | 'account-boundary-service'
 | 'server-api' | 'no-interest'
 | 'permission-denied'
 | 'trace-dest-denied' | 'payload-too-large'
 | 'message-refused' | 'remote-too-old'
 | 'origin-unknown' | 'server-silent' | 'no-echo'
 | 'receiver-denied'
 | 'receiver-gone' | 'receiver-slow'
 | 'not-delivered';

export interface Storage {
    readonly type: 'storage';
    readonly timeUnixNano: bigint;
    readonly stream: string;
    readonly subject?: string;
    readonly noInterest: boolean;
    readonly error?: string;
}

export type StorageOutcome = 'stored' | 'duplicate' | 'rejected' | 'no interest' | 'unknown';

export type StreamFacts = ExaminedStream | UnexaminedStream;

export interface StreamOnServer {
    readonly stream: string;
    readonly server: string;
}

export type StreamProblemKind = 'stream-rejects'
 | 'stream-full'
 | 'stream-no-interest'
 | 'stream-unknown'
 | 'stream-unexamined';

export interface StreamVerdict {
    readonly stream: string;
    readonly server: string;
    readonly outcome: StorageOutcome;
    readonly examined: boolean;
    readonly reason?: string;
    readonly errorCode?: number;
    readonly sequence?: number;
}

export interface TimedTrace {
    readonly events: readonly TraceEvent[];
    readonly sentAtUnixNano: bigint;
    readonly receivedAtUnixNano: readonly bigint[];
}

export interface ToSpansOptions {
    readonly traceId?: string;
    readonly producerSpanId?: string;
    readonly headers?: readonly string[];
}

export interface Trace extends Collection {
    readonly subject: string;
    readonly dryRun: boolean;
    readonly sentAtUnixNano: bigint;
    readonly durationMs: number;
    readonly tries: number;
    readonly traceId?: string;
    readonly producerSpanId?: string;
    readonly replies?: readonly TraceReply[];
}

export interface TraceEvent {
    readonly server: TraceServer;
    readonly headers: TraceHeaders;
    readonly messageBytes: number;
    readonly hop: string;
    readonly partial: boolean;
    readonly dryRun: boolean;
    readonly announced: number;
    readonly ingress: Ingress;
    readonly items: readonly TraceItem[];
}

export type TraceHeaders = ReadonlyMap<string, readonly string[]>;

export type TraceItem = Egress | Storage | Mapping;

export interface TraceOptions {
    readonly payload?: Uint8Array | string;
    readonly headers?: HeaderCarrier;
    readonly reply?: string;
    readonly deliver?: boolean;
    readonly traceparent?: boolean;
    readonly msgTraceDest?: string;
    readonly timeoutMs?: number;
    readonly inboxPrefix?: string;
    readonly signal?: AbortSignal;
}

export interface TraceRenderOptions extends RenderOptions {
    readonly facts?: Facts;
    readonly timestamps?: boolean;
}

export interface TraceReply {
    readonly payload: Uint8Array;
    readonly status?: number;
}

export interface TraceReport {
    readonly payload: Uint8Array;
    readonly contentEncoding?: string;
}

export interface TraceServer {
    readonly name: string;
    readonly id: string;
    readonly version: string;
    readonly cluster?: string;
    readonly domain?: string;
    readonly tags?: readonly string[];
}

export interface Unavailable {
    readonly unavailable: string;
    readonly hint?: string;
}

export interface UnexaminedStream extends StreamOnServer, Unavailable {
}

export interface Verdict {
    readonly delivered: number;
    readonly streams: readonly StreamVerdict[];
    readonly received: boolean;
    readonly servers: readonly string[];
    readonly durationNanos: bigint;
    readonly slowestLink?: SlowestLink;
    readonly dryRun: boolean;
    readonly complete: boolean;
    readonly problems: readonly Problem[];
}

export declare function assemble(events: Iterable<TraceEvent>): Assembly;

export declare function assembleJourney(spans: Iterable<JourneySpan>): Journey;

export declare function clockBounds(trace: TimedTrace): ClockBounds;

export declare function collect(connection: NatsConnection, publish: (destination: string) => unknown, options?: CollectOptions): Promise<Collection>;

export declare function decodeTraceEvent(payload: Uint8Array, contentEncoding?: string): TraceEvent | undefined;

export declare function encodeHops(reports: Iterable<TraceReport>, options?: ToSpansOptions): EncodedHops;

export declare function examineStreams(connection: NatsConnection, assembly: Assembly, { timeoutMs, signal, optionNames, ...api }?: ExamineOptions): Promise<readonly StreamFacts[]>;

export declare function explain(assembly: Assembly, facts?: Facts): Explanation;

export declare function flatten(resourceSpans: Iterable<ResourceSpans>): Generator<JourneySpan>;

export declare function formatDuration(nanos: bigint): string;

export declare function hasFailed(span: SpanData): boolean;

export declare function hopLine(node: JourneyNode, before: Sender | undefined): Pick<TreeLine, 'name' | 'arrow' | 'detail' | 'aligned' | 'note' | 'failed'> & {
    readonly took: string;
};

export declare function hopNumber(span: SpanData): string;

export declare function hopWords(node: JourneyNode, before: Sender | undefined): Pick<TreeLine, 'detail' | 'note'>;

export declare function hopsOf(assembly: Assembly): Generator<Hop>;

export declare function isDeadLetter(span: SpanData): boolean;

export declare function isServerKind(kind: ConnectionKind): boolean;

export declare function isTerminal(error: string | undefined): boolean;

export declare function kindIn(attributes: AttributeMap, key: string): ConnectionKind;

export declare function kindName(kind: ConnectionKind): string;

export declare function linkTime(before: Hop, hop: Hop, clocks?: ClockBounds): LinkTime | undefined;

export declare function missingServers(node: JourneyNode): readonly MissingServer[];

export declare function nodesOf(roots: readonly JourneyNode[]): Generator<JourneyNode>;

export declare function outcomeWords(outcome: string, dryRun: boolean, sequence?: number): string;

export declare function render(assembly: Assembly, options?: TraceRenderOptions): string;

export declare function renderDot(assembly: Assembly): string;

export declare function renderJourney(journey: Journey, options?: RenderOptions): string;

export declare function renderMermaid(assembly: Assembly): string;

export declare function reportJson({ payload, contentEncoding }: TraceReport): string | undefined;

export declare function settlementOf(span: SpanData): string | undefined;

export declare function spanKey(traceId: string, spanId: string): string;

export declare function spanNumbers(): SpanNumbers;

export declare function spanRole({ scope, span }: JourneySpan): SpanRole;

export declare function storageOutcome(storage: Storage): StorageOutcome;

export declare function textOf(attributes: AttributeMap, key: string): string | undefined;

export declare function toSender(node: JourneyNode): Sender;

export declare function toSpans(event: TraceEvent, options?: ToSpansOptions): ResourceSpans | undefined;

export declare function trace(connection: NatsConnection, subject: string, options?: TraceOptions): Promise<Trace>;

export declare function workLine(node: JourneyNode): Pick<TreeLine, 'name' | 'detail' | 'note' | 'failed'> & {
    readonly took: string;
};

export declare function workNote({ span }: Pick<JourneyNode, 'span'>): string;

// named above, exported by no entry

export type LinkArrow = '-->' | '==>' | '~~>';

export interface TreeLine {
    readonly name: string;
    readonly arrow?: LinkArrow | undefined;
    readonly detail?: string;
    readonly aligned?: boolean;
    readonly figures: readonly string[];
    readonly note?: string;
    readonly failed?: boolean;
    readonly children: readonly TreeLine[];
}

// import … from '@hopscope/path/text'

export declare function displayWidth(text: string): number;

export declare function padEnd(text: string, width: number): string;

export declare function padStart(text: string, width: number): string;

export declare function plainText(text: string): string;

export declare function truncate(text: string, width: number): string;

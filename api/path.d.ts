// Written by `npm run api`: the public types, entry by entry.

// import … from '@hopscope/path'

export interface Assembly {
    readonly roots: readonly Hop[];
    readonly missing: readonly MissingHop[];
    readonly hopCount: number;
    readonly duplicates: number;
    readonly complete: boolean;
}

export declare const CONNECTION_KINDS: readonly ['client', 'route', 'gateway', 'system', 'leafnode', 'jetstream', 'account'];

export type ConnectionKind = (typeof CONNECTION_KINDS)[number] | 'unknown';

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
    readonly startTimeUnixNano: bigint;
    readonly endTimeUnixNano: bigint;
}

export interface JourneyNode extends JourneySpan {
    readonly role: SpanRole;
    readonly children: readonly JourneyNode[];
}

export interface JourneySpan {
    readonly resource: AttributeMap;
    readonly scope: Scope;
    readonly span: SpanData;
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
    readonly kind?: ConnectionKind;
    readonly announcedBy?: TraceEvent;
    readonly next: readonly Hop[];
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

export type PathErrorCode = 'CONNECTION_CLOSED' | 'DRY_RUN_INCOMPLETE' | 'OPTION_INVALID' | 'PERMISSION_DENIED' | 'SERVER_SILENT' | 'SERVER_TOO_OLD' | 'SUBJECT_INVALID';

export interface RenderOptions {
    readonly width?: number;
    readonly color?: boolean;
}

export declare const SCOPE_NAME = "@hopscope/path";

export type SpanRole = 'hop' | 'store' | 'mapping' | 'consumer' | 'work';

export interface Storage {
    readonly type: 'storage';
    readonly timeUnixNano: bigint;
    readonly stream: string;
    readonly subject?: string;
    readonly noInterest: boolean;
    readonly error?: string;
}

export type StorageOutcome = 'stored' | 'duplicate' | 'rejected' | 'no interest' | 'unknown';

export interface ToSpansOptions {
    readonly traceId?: string;
    readonly producerSpanId?: string;
    readonly headers?: readonly string[];
}

export interface Trace {
    readonly subject: string;
    readonly dryRun: boolean;
    readonly complete: boolean;
    readonly assembly: Assembly;
    readonly events: readonly TraceEvent[];
    readonly durationMs: number;
    readonly tries: number;
    readonly traceId?: string;
    readonly producerSpanId?: string;
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
    readonly deliver?: boolean;
    readonly timeoutMs?: number;
    readonly inboxPrefix?: string;
    readonly signal?: AbortSignal;
}

export interface TraceServer {
    readonly name: string;
    readonly id: string;
    readonly version: string;
    readonly cluster?: string;
    readonly domain?: string;
    readonly tags?: readonly string[];
}

export declare function assemble(events: Iterable<TraceEvent>): Assembly;

export declare function assembleJourney(spans: Iterable<JourneySpan>): Journey;

export declare function decodeTraceEvent(payload: Uint8Array, contentEncoding?: string): TraceEvent | undefined;

export declare function flatten(resourceSpans: Iterable<ResourceSpans>): Generator<JourneySpan>;

export declare function hopsOf(assembly: Assembly): Generator<Hop>;

export declare function isServerKind(kind: ConnectionKind): boolean;

export declare function isTerminal(error: string | undefined): boolean;

export declare function kindName(kind: ConnectionKind): string;

export declare function nodesOf(roots: readonly JourneyNode[]): Generator<JourneyNode>;

export declare function render(assembly: Assembly, options?: RenderOptions): string;

export declare function renderJourney(journey: Journey, options?: RenderOptions): string;

export declare function storageOutcome(storage: Storage): StorageOutcome;

export declare function toSpans(event: TraceEvent, options?: ToSpansOptions): ResourceSpans | undefined;

export declare function trace(connection: NatsConnection, subject: string, options?: TraceOptions): Promise<Trace>;

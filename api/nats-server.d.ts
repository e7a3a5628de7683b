// Written by `npm run api`: the public types, entry by entry.

// import … from '@hopscope/nats-server'

export declare class Cluster implements AsyncDisposable {
    #private;
    readonly name: string;
    readonly servers: ReadonlyMap<string, NatsServer>;
    constructor(name: string, servers: readonly NatsServer[], stop: (options: StopOptions) => Promise<void>);
    get urls(): readonly string[];
    server(name: string): NatsServer;
    stop(options?: StopOptions): Promise<void>;
    [Symbol.asyncDispose](): Promise<void>;
}

export interface ClusterOptions extends TopologyOptions {
    readonly name?: string;
    readonly size?: number;
    readonly jetstream?: boolean;
    readonly config?: string;
}

export type Download = 'apt' | 'github' | 'go';

export declare class NatsServer implements AsyncDisposable {
    #private;
    readonly name: string;
    readonly url: string;
    readonly port: number;
    readonly version: string;
    readonly pid: number;
    readonly dir: string;
    readonly monitorUrl: string | undefined;
    constructor(child: ServerProcess, listening: Listening, version: string, stop: (options: StopOptions) => Promise<void>);
    log(): string;
    stop(options?: StopOptions): Promise<void>;
    [Symbol.asyncDispose](): Promise<void>;
}

export declare class NatsServerError extends Error {
    readonly code: NatsServerErrorCode;
    readonly hint: string | undefined;
    readonly attempts: readonly string[];
    constructor(code: NatsServerErrorCode, message: string, details?: NatsServerErrorDetails);
}

export type NatsServerErrorCode = 'CACHE_UNWRITABLE' | 'GATEWAY_DIVERTED' | 'OPTION_INVALID' | 'PORT_TAKEN' | 'SERVER_BIN_INVALID' | 'SERVER_NOT_FOUND' | 'SERVER_START_FAILED' | 'SERVER_TOO_OLD' | 'SERVER_UNKNOWN' | 'TOPOLOGY_NOT_READY';

export interface NatsServerErrorDetails {
    readonly hint?: string;
    readonly attempts?: readonly string[];
    readonly cause?: unknown;
}

export interface ResolveOptions {
    readonly path?: string;
    readonly minVersion?: string;
    readonly cacheDir?: string;
    readonly downloads?: readonly Download[];
    readonly env?: NodeJS.ProcessEnv;
    readonly onProgress?: (line: string) => void;
    readonly signal?: AbortSignal;
}

export interface ResolvedServer {
    readonly path: string;
    readonly version: string;
    readonly source: ServerSource;
}

export type ServerSource = 'explicit' | 'path' | 'cache' | Download;

export interface StartOptions extends ResolveOptions {
    readonly name?: string;
    readonly port?: number;
    readonly jetstream?: boolean;
    readonly domain?: string;
    readonly config?: string;
    readonly storeDir?: string;
    readonly dir?: string;
    readonly timeoutMs?: number;
}

export interface StopOptions {
    readonly graceMs?: number;
}

export declare class SuperCluster implements AsyncDisposable {
    #private;
    readonly servers: ReadonlyMap<string, NatsServer>;
    readonly systemUser: SystemUser;
    constructor(servers: readonly NatsServer[], systemUser: SystemUser, stop: (options: StopOptions) => Promise<void>);
    server(name: string): NatsServer;
    stop(options?: StopOptions): Promise<void>;
    [Symbol.asyncDispose](): Promise<void>;
}

export type SuperClusterOptions = TopologyOptions;

export interface SystemUser {
    readonly user: string;
    readonly password: string;
}

export interface TopologyOptions extends ResolveOptions {
    readonly ports?: Readonly<Record<string, number>>;
    readonly dir?: string;
    readonly timeoutMs?: number;
}

export declare function resolveNatsServer(options?: ResolveOptions): Promise<ResolvedServer>;

export declare function startCluster(options?: ClusterOptions): Promise<Cluster>;

export declare function startNatsServer(options?: StartOptions): Promise<NatsServer>;

export declare function startSuperCluster(options?: SuperClusterOptions): Promise<SuperCluster>;

// named above, exported by no entry

export interface Listening {
    readonly url: string;
    readonly monitorUrl?: string;
}

export declare class ServerProcess {
    #private;
    readonly name: string;
    readonly pid: number;
    readonly dir: string;
    readonly ended: Promise<void>;
    static spawn(path: string, configFile: string, name: string, dir: string): Promise<ServerProcess>;
    private constructor();
    get isRunning(): boolean;
    log(): string;
    stop(graceMs: number): Promise<void>;
}

// Written by `npm run api`: the public types, entry by entry.

// import … from '@hopscope/nestjs'

export type ConnectionNeeds = ConnectionSource & Pick<ClientOptions, 'name' | 'tracing'>;

export interface ConnectionSource {
    readonly servers?: string | readonly string[];
    readonly connectionOptions?: Omit<ConnectionOptions, 'servers'>;
    readonly connection?: NatsConnection;
}

export interface EventExtras {
    readonly broadcast?: boolean;
    readonly ordered?: boolean;
}

export declare const JETSTREAM_CONNECTION: unique symbol;

export declare const JETSTREAM_OPTIONS: unique symbol;

export declare const JETSTREAM_TRANSPORT: unique symbol;

export interface JetstreamAsyncOptions extends Pick<ModuleMetadata, 'imports'> {
    readonly name?: string;
    readonly useFactory: (...injected: never[]) => MadeOptions | Promise<MadeOptions>;
    readonly inject?: (InjectionToken | OptionalFactoryDependency)[];
}

export declare class JetstreamClient extends ClientProxy<JetstreamEvents> {
    #private;
    constructor(options: JetstreamClientOptions, connection?: JetstreamConnection);
    connect(): Promise<NatsConnection>;
    close(): Promise<void>;
    on<Event extends keyof JetstreamEvents>(event: Event, callback: JetstreamEvents[Event]): void;
    unwrap<T = NatsConnection>(): T;
    protected publish(packet: ReadPacket, callback: (packet: WritePacket) => void): () => void;
    protected dispatchEvent<T = Published>(packet: ReadPacket): Promise<T>;
}

export interface JetstreamClientOptions extends ConnectionSource, ClientOptions {
}

export declare class JetstreamConnection implements OnApplicationShutdown {
    #private;
    constructor(needs: ConnectionNeeds);
    open(): Promise<NatsConnection>;
    beforeClose(release: () => Promise<void>): void;
    close(): Promise<void>;
    onApplicationShutdown(): Promise<void>;
}

export declare class JetstreamContext extends BaseRpcContext<[HandlerContext]> {
    #private;
    constructor(context: HandlerContext);
    getSubject(): string;
    getPattern(): string;
    getKind(): HandlerContext['kind'];
    getMessage(): HandlerContext['message'];
    getHeaders(): HandlerContext['headers'];
    getHeader(name: string): string | undefined;
    getCallerName(): string;
    isJetStream(): boolean;
    getDeliveryCount(): number;
    getStream(): string | undefined;
    getSequence(): number | undefined;
    getTimestamp(): Date | undefined;
    getSignal(): AbortSignal;
    retry({ delayMs }?: {
        readonly delayMs?: number;
    }): void;
    terminate(reason: string): void;
    setRetryDelay(delayMs: number): void;
    getRetryDelay(): number | undefined;
}

export type JetstreamEvents = {
    readonly [Type in Status['type']]: (status: Status) => void;
};

export interface JetstreamFeatureOptions {
    readonly name: string;
    readonly codec?: Codec;
    readonly rpc?: RpcOptions;
}

export declare class JetstreamModule {
    static forRoot(options: JetstreamOptions): DynamicModule;
    static forRootAsync(options: JetstreamAsyncOptions): DynamicModule;
    static forFeature(...clients: JetstreamFeatureOptions[]): DynamicModule;
}

export interface JetstreamOptions extends ConnectionSource, ServedByNest {
    readonly name: string;
    readonly rpc?: Omit<CommandOptions, 'errorEnvelope'> & RpcOptions;
    readonly shutdownTimeoutMs?: number;
    readonly onProblem?: (problem: Problem | ClientProblem) => void;
}

export type JetstreamStatus = 'connected' | 'disconnected' | 'reconnecting';

export declare class JetstreamStrategy extends Server<JetstreamEvents, JetstreamStatus> implements CustomTransportStrategy {
    #private;
    transportId: symbol;
    readonly propagatesEventHandlerErrors = true;
    constructor(options: JetstreamOptions, connection?: JetstreamConnection);
    addHandler(pattern: unknown, callback: MessageHandler, isEventHandler?: boolean, extras?: EventExtras): void;
    listen(callback: (error?: unknown) => void): void;
    close(): Promise<void>;
    on<Event extends keyof JetstreamEvents>(event: Event, callback: JetstreamEvents[Event]): void;
    unwrap<T = NatsConnection>(): T;
    health(): Promise<Health | undefined>;
}

export type MadeOptions = Omit<JetstreamOptions, 'name'> & Partial<Pick<JetstreamOptions, 'name'>>;

export declare class NestTransportError extends Error {
    readonly name = "NestTransportError";
    readonly code: NestTransportErrorCode;
    readonly hint: string;
    constructor(code: NestTransportErrorCode, message: string, options: ErrorOptions & {
        readonly hint: string;
    });
}

export type NestTransportErrorCode = 'HANDLER_INVALID' | 'NOT_CONNECTED' | 'OPTION_INVALID' | 'PACKAGE_MISSING';

export type ServedByNest = Omit<ServiceOptions, 'name' | 'rpc' | 'onProblem' | 'events' | 'broadcasts' | 'ordered' | 'commands'> & Pick<ClientOptions, 'canonicalTrace'>;

export declare function getClientToken(name: string): string;

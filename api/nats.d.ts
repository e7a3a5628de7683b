// Written by `npm run api`: the public types, entry by entry.

// import … from '@hopscope/nats'

export interface InstrumentOptions {
    readonly tracerProvider?: TracerProvider;
    readonly onError?: (error: unknown) => void;
}

export declare function contextOf(message: object): Context;

export declare function instrument<C extends NatsConnection>(connection: C, options?: InstrumentOptions): C;

import type {
  ClientOptions,
  ClientProblem,
  Codec,
  CommandOptions,
  Problem,
  RpcOptions,
  ServiceOptions,
} from '@hopscope/nats/transport'
import type { InjectionToken, ModuleMetadata, OptionalFactoryDependency } from '@nestjs/common'
import type { ConnectionOptions, NatsConnection } from '@nats-io/nats-core'

/** What serves the handlers of an application: the options of a service, and where NATS is. */
export interface JetstreamOptions extends ConnectionSource, ServedByNest {
  /** Name of the service, such as `orders`; subjects, streams and consumers are called after it. */
  readonly name: string
  /** How commands are served and sent, unless a client's `forFeature` says otherwise. */
  readonly rpc?: Omit<CommandOptions, 'errorEnvelope'> & RpcOptions
  /** How long shutdown waits for handlers, in milliseconds; then their messages are given back. @default 10_000 */
  readonly shutdownTimeoutMs?: number
  /** Told of what goes wrong and that nobody waits for. @default Nest's logger, as warnings */
  readonly onProblem?: (problem: Problem | ClientProblem) => void
}

/** Where NATS is: `servers`, or a `connection` that is open. */
export interface ConnectionSource {
  /** Addresses of servers; needs the package `@nats-io/transport-node`. */
  readonly servers?: string | readonly string[]
  /** What else is needed to connect to `servers`, such as credentials. */
  readonly connectionOptions?: Omit<ConnectionOptions, 'servers'>
  /** A connection of the application, which stays open when the application is closed. */
  readonly connection?: NatsConnection
}

/** The service's options that are what they are for a service without Nest. */
export type ServedByNest = Omit<
  ServiceOptions,
  'name' | 'rpc' | 'onProblem' | 'events' | 'broadcasts' | 'ordered' | 'commands'
> &
  Pick<ClientOptions, 'canonicalTrace'>

/** Options that are known only when other providers are. */
export interface JetstreamAsyncOptions extends Pick<ModuleMetadata, 'imports'> {
  /** Name of the service, in place of that of the options that `useFactory` makes. */
  readonly name?: string
  /** Makes the options, of what `inject` names. */
  readonly useFactory: (...injected: never[]) => MadeOptions | Promise<MadeOptions>
  /** Tokens of what `useFactory` is called with, in order. @default [] */
  readonly inject?: (InjectionToken | OptionalFactoryDependency)[]
}

/** What a factory of options makes: all of them, but the name where the module has it already. */
export type MadeOptions = Omit<JetstreamOptions, 'name'> & Partial<Pick<JetstreamOptions, 'name'>>

/** A client of one service. */
export interface JetstreamFeatureOptions {
  /** Name of the service that is called, such as `orders`; also the client's token. */
  readonly name: string
  /** Reads and writes payloads. @default that of the module */
  readonly codec?: Codec
  /** How commands are sent. @default that of the module */
  readonly rpc?: RpcOptions
}

/** How {@link JetstreamClient} is made without the module. */
export interface JetstreamClientOptions extends ConnectionSource, ClientOptions {}

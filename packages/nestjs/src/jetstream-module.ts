import { Module, type DynamicModule, type FactoryProvider, type Provider } from '@nestjs/common'
import { JetstreamConnection } from './connection/jetstream-connection.ts'
import { JetstreamClient } from './jetstream-client.ts'
import type {
  JetstreamAsyncOptions,
  JetstreamFeatureOptions,
  JetstreamOptions,
  MadeOptions,
} from './jetstream-options.ts'
import { JetstreamStrategy } from './jetstream-strategy.ts'
import { NestTransportError } from './nest-transport-error.ts'
import { getClientToken, JETSTREAM_CONNECTION, JETSTREAM_OPTIONS } from './tokens.ts'

/**
 * The transport of an application: `forRoot` or `forRootAsync` once, in its root module, and
 * `forFeature` wherever a client is needed.
 *
 * @example
 * ```ts
 * @Module({
 *   imports: [
 *     JetstreamModule.forRoot({ name: 'checkout', servers: 'nats://127.0.0.1:4222' }),
 *     JetstreamModule.forFeature({ name: 'orders' }),
 *   ],
 * })
 * export class AppModule {}
 * ```
 */
// oxlint-disable-next-line typescript/no-extraneous-class -- a module of Nest is a class
export class JetstreamModule {
  /** The strategy, the connection, which is open when the application starts, and the options. */
  static forRoot(options: JetstreamOptions): DynamicModule {
    return rootModule({ provide: JETSTREAM_OPTIONS, useValue: options })
  }

  /** As {@link JetstreamModule.forRoot}, with options that depend on other providers. */
  static forRootAsync(options: JetstreamAsyncOptions): DynamicModule {
    const { name, imports = [], inject = [], useFactory } = options
    const make = useFactory as (...injected: unknown[]) => MadeOptions | Promise<MadeOptions>
    const provider: FactoryProvider = {
      provide: JETSTREAM_OPTIONS,
      useFactory: async (...injected: unknown[]) => ({
        ...(await make(...injected)),
        ...(name !== undefined && { name }),
      }),
      inject,
    }
    return { ...rootModule(provider), imports }
  }

  /** A client of each of these services, injected by `getClientToken(name)`. */
  static forFeature(...clients: JetstreamFeatureOptions[]): DynamicModule {
    const providers = clients.map(clientProvider)
    return { module: JetstreamModule, providers, exports: providers }
  }
}
Module({})(JetstreamModule)

function rootModule(options: Provider): DynamicModule {
  const providers: Provider[] = [
    options,
    {
      provide: JetstreamConnection,
      useFactory: (options: JetstreamOptions) => new JetstreamConnection(named(options)),
      inject: [JETSTREAM_OPTIONS],
    },
    {
      provide: JETSTREAM_CONNECTION,
      useFactory: (connection: JetstreamConnection) => connection.open(),
      inject: [JetstreamConnection],
    },
    {
      provide: JetstreamStrategy,
      useFactory: (options: JetstreamOptions, connection: JetstreamConnection) =>
        new JetstreamStrategy(options, connection),
      inject: [JETSTREAM_OPTIONS, JetstreamConnection],
    },
  ]
  return { module: JetstreamModule, global: true, providers, exports: providers }
}

function clientProvider({ name: target, ...client }: JetstreamFeatureOptions): FactoryProvider {
  return {
    provide: getClientToken(target),
    useFactory: (options: JetstreamOptions, connection: JetstreamConnection) =>
      new JetstreamClient({ ...options, ...client, target }, connection),
    inject: [JETSTREAM_OPTIONS, JetstreamConnection],
  }
}

function named(options: JetstreamOptions): JetstreamOptions {
  if (options.name) return options
  throw new NestTransportError('OPTION_INVALID', 'the service has no name', {
    hint: 'say `name: "orders"`, beside or in the options of the module',
  })
}

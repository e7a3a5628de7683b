import { startNatsServer, type NatsServer } from '@hopscope/nats-server'
import {
  getClientToken,
  JetstreamModule,
  type JetstreamClient,
  type JetstreamOptions,
} from '@hopscope/nestjs'
import { InMemoryTelemetry } from '@hopscope/observe/testing'
import { NestFactory } from '@nestjs/core'
import type { INestMicroservice } from '@nestjs/common'
import { connect, type NatsConnection } from '@nats-io/transport-node'
import { controllerOf, listen, moduleOf, QUIET, type DecoratedMethod } from './nest-app.ts'

/** A microservice `orders` with a client of itself, and an application `gateway` with one too. */
export interface Orders extends AsyncDisposable {
  readonly server: NatsServer
  readonly app: INestMicroservice
  readonly client: JetstreamClient
  /** What both of them are traced to. */
  readonly telemetry: InMemoryTelemetry
  /** A connection that neither of them has. */
  readonly plain: NatsConnection
}

/** Starts both on a server of their own; `options` are those of either. */
export async function startOrders(
  methods: readonly DecoratedMethod[],
  options: Partial<JetstreamOptions> = {},
): Promise<Orders> {
  const server = await startNatsServer()
  const telemetry = new InMemoryTelemetry()
  const tracing = { telemetry, lost: 'off' } as const
  const common = { servers: server.url, tracing, onProblem: () => undefined, ...options }
  const app = await listen(
    moduleOf({
      imports: [
        JetstreamModule.forRoot({ ...common, name: 'orders' }),
        JetstreamModule.forFeature({ name: 'orders' }),
      ],
      controllers: [controllerOf(...methods)],
    }),
  )
  const gateway = await NestFactory.createApplicationContext(
    moduleOf({
      imports: [
        JetstreamModule.forRoot({ ...common, name: 'gateway' }),
        JetstreamModule.forFeature({ name: 'orders' }),
      ],
    }),
    QUIET,
  )
  const plain = await connect({ servers: server.url })
  return {
    server,
    app,
    client: gateway.get<JetstreamClient>(getClientToken('orders')),
    telemetry,
    plain,
    async [Symbol.asyncDispose]() {
      await Promise.all([plain.close(), gateway.close(), app.close()])
      await server.stop()
    },
  }
}

import {
  Inject,
  type DynamicModule,
  type INestMicroservice,
  type Provider,
  type Type,
} from '@nestjs/common'
import { ClientsModule } from '@nestjs/microservices'
import { NestFactory } from '@nestjs/core'
import { connect, type NatsConnection } from '@nats-io/transport-node'
import { startNatsServer } from '@hopscope/nats-server'
import {
  getClientToken,
  JETSTREAM_CONNECTION,
  JetstreamClient,
  JetstreamConnection,
  JetstreamModule,
  JetstreamStrategy,
} from '@hopscope/nestjs'
import { firstValueFrom } from 'rxjs'
import { expect, test } from 'vitest'
import { controllerOf, listen, moduleOf, onCommand, QUIET } from './nest-app.ts'

test('options may depend on other providers', async () => {
  await using server = await startNatsServer()
  const settings = { provide: 'SETTINGS', useValue: { url: server.url } }
  await using orders = await listenToOrders(
    JetstreamModule.forRootAsync({
      name: 'orders',
      imports: [moduleOf({ providers: [settings], exports: [settings] })],
      inject: ['SETTINGS'],
      useFactory: async ({ url }: { url: string }) => ({ servers: url, tracing: false }),
    }),
  )

  const client = orders.app.get<JetstreamClient>(getClientToken('orders'))

  await expect(firstValueFrom(client.send('ping', {}))).resolves.toBe('pong')
})

test('a client is injected by its token', async () => {
  await using server = await startNatsServer()
  class Checkout {
    readonly orders: JetstreamClient
    constructor(orders: JetstreamClient) {
      this.orders = orders
    }
  }
  Inject(getClientToken('orders'))(Checkout, undefined, 0)
  await using orders = await listenToOrders(
    JetstreamModule.forRoot({ name: 'orders', servers: server.url, tracing: false }),
    [Checkout],
  )

  const checkout = orders.app.get(Checkout)

  await expect(firstValueFrom(checkout.orders.send('ping', {}))).resolves.toBe('pong')
})

test('the connection is there to be injected, and is closed with the application', async () => {
  await using server = await startNatsServer()
  const { app } = await listenToOrders(
    JetstreamModule.forRoot({ name: 'orders', servers: server.url, tracing: false }),
  )
  const connection = app.get<NatsConnection>(JETSTREAM_CONNECTION)

  expect(connection.isClosed()).toBe(false)
  await app.close()

  expect(connection.isClosed()).toBe(true)
})

test('what is sent after the application was closed makes no new connection', async () => {
  await using server = await startNatsServer()
  const { app } = await listenToOrders(
    JetstreamModule.forRoot({ name: 'orders', servers: server.url, tracing: false }),
  )
  const client = app.get<JetstreamClient>(getClientToken('orders'))
  await app.close()

  const sending = firstValueFrom(client.send('ping', {}))

  await expect(sending).rejects.toMatchObject({ code: 'NOT_CONNECTED' })
})

test('a connection of the application stays open', async () => {
  await using server = await startNatsServer()
  const connection = await connect({ servers: server.url })
  const { app } = await listenToOrders(
    JetstreamModule.forRoot({ name: 'orders', connection, tracing: false }),
  )

  await app.close()

  expect(connection.isClosed()).toBe(false)
  await connection.close()
})

test('a strategy and a client of ClientsModule need no module of ours', async () => {
  await using server = await startNatsServer()
  const strategy = new JetstreamStrategy({ name: 'orders', servers: server.url, tracing: false })
  const clients = ClientsModule.register([
    {
      name: 'ORDERS',
      customClass: JetstreamClient,
      options: { name: 'gateway', target: 'orders', servers: server.url, tracing: false },
    },
  ])
  const root = moduleOf({ imports: [clients], controllers: [pingController()] })
  await using orders = closing(await NestFactory.createMicroservice(root, { strategy, ...QUIET }))
  await orders.app.listen()

  const client = orders.app.get<JetstreamClient>('ORDERS')

  await expect(firstValueFrom(client.send('ping', {}))).resolves.toBe('pong')
  await client.close()
})

test('a service says how it fares', async () => {
  await using server = await startNatsServer()
  await using orders = await listenToOrders(
    JetstreamModule.forRoot({ name: 'orders', servers: server.url, tracing: false }),
  )

  const { app } = orders
  await expect(app.get(JetstreamStrategy).health()).resolves.toMatchObject({ status: 'ok' })
  await expect(firstValueFrom(app.status)).resolves.toBe('connected')
})

test('a strategy that is closed while it starts does not run', async () => {
  await using server = await startNatsServer()
  const options = { name: 'orders', servers: server.url, tracing: false } as const
  const connection = new JetstreamConnection(options)
  const strategy = new JetstreamStrategy(options, connection)
  const started = new Promise((resolve) => strategy.listen(resolve))

  await strategy.close()
  await started

  await expect(strategy.health()).resolves.toMatchObject({ status: 'down' })
  await connection.close()
})

test.each([
  ['neither servers nor a connection', {}],
  ['both', { servers: 'nats://127.0.0.1:4222', connection: {} as NatsConnection }],
])('an application with %s does not start', async (_, source) => {
  const starting = listenToOrders(JetstreamModule.forRoot({ name: 'orders', ...source }))

  await expect(starting).rejects.toMatchObject({ code: 'OPTION_INVALID' })
})

test('an application without a name does not start', async () => {
  const options = { servers: 'nats://127.0.0.1:4222' }
  const starting = listenToOrders(JetstreamModule.forRootAsync({ useFactory: () => options }))

  await expect(starting).rejects.toMatchObject({ code: 'OPTION_INVALID' })
})

test('an application that cannot reach NATS does not start', async () => {
  const server = await startNatsServer()
  await server.stop()
  const module = JetstreamModule.forRoot({ name: 'orders', servers: server.url, tracing: false })

  await expect(listenToOrders(module)).rejects.toThrow('connection refused')
})

test('there is no connection to unwrap before there is one', () => {
  const options = { name: 'gateway', target: 'orders', servers: 'nats://127.0.0.1:4222' }

  expect(() => new JetstreamClient(options).unwrap()).toThrow('no connection yet')
  expect(() => new JetstreamStrategy(options).unwrap()).toThrow('does not listen yet')
})

interface Closing extends AsyncDisposable {
  readonly app: INestMicroservice
}

async function listenToOrders(
  root: DynamicModule,
  providers: readonly Provider[] = [],
): Promise<Closing> {
  const app = await listen(
    moduleOf({
      imports: [root, JetstreamModule.forFeature({ name: 'orders' })],
      controllers: [pingController()],
      providers: [...providers],
    }),
  )
  return closing(app)
}

function closing(app: INestMicroservice): Closing {
  return { app, [Symbol.asyncDispose]: () => app.close() }
}

function pingController(): Type<unknown> {
  return controllerOf(onCommand('ping', () => 'pong'))
}

import { connect, type NatsConnection } from '@nats-io/transport-node'
import { jetstream, jetstreamManager } from '@nats-io/jetstream'
import { startNatsServer } from '@hopscope/nats-server'
import {
  startService,
  type Problem,
  type Service,
  type ServiceOptions,
} from '@hopscope/nats/transport'
import { expect, test, vi } from 'vitest'
import { EVENTS } from './transport-service-world.ts'

test('a service that may not use JetStream is not started, and told what it may not do', async () => {
  await using world = await startDenied('publish: { deny: "$JS.API.>" }')

  await expect(world.start({ events: { a: () => {} } })).rejects.toMatchObject({
    code: 'PROVISION_FAILED',
    message: expect.stringContaining('Permissions Violation'),
  })
})

test.each([{ events: { a: () => {} } }, { ordered: { a: () => {} } }])(
  'a service that may not ask for messages says so, and is degraded: %j',
  async (handlers) => {
    await using world = await startDenied('publish: { deny: "$JS.API.CONSUMER.MSG.NEXT.>" }')
    const service = await world.start(handlers)

    await vi.waitFor(() => expect(world.problems).toHaveLength(1))

    expect(world.problems).toMatchObject([
      {
        code: 'CONSUMER_UNAVAILABLE',
        message: expect.stringContaining('Permissions Violation'),
      },
    ])
    expect(await service.health()).toMatchObject({ status: 'degraded' })
  },
)

test('a service that may not subscribe to commands says so, and is degraded', async () => {
  await using world = await startDenied('subscribe: { deny: "orders__microservice.cmd.>" }')
  const service = await world.start({ commands: { a: () => {} } })

  await vi.waitFor(() => expect(world.problems).toHaveLength(1))

  expect(world.problems).toMatchObject([{ code: 'CONSUMER_UNAVAILABLE' }])
  expect(await service.health()).toMatchObject({ status: 'degraded' })
})

test('a service that may not publish dead letters hands them over', async () => {
  await using world = await startDenied('publish: { deny: "orders__microservice_dlq-stream" }')
  const letters: unknown[] = []
  await world.start({
    events: {
      a: () => {
        throw new Error('always')
      },
    },
    consumers: { event: { max_deliver: 1 } },
    deadLetters: { onDeadLetter: (letter) => letters.push(letter) },
  })

  await jetstream(world.admin).publish('orders__microservice.ev.a', '1')

  await vi.waitFor(() => expect(letters).toHaveLength(1), 20_000)
  expect(world.problems).toMatchObject([{ code: 'DEAD_LETTER_FAILED' }])
  const { streams } = await jetstreamManager(world.admin)
  await vi.waitFor(async () => expect((await streams.info(EVENTS)).state.messages).toBe(0))
}, 30_000)

interface DeniedWorld extends AsyncDisposable {
  readonly admin: NatsConnection
  readonly problems: readonly Problem[]
  /** Starts a service `orders`, of a user that may do everything but what is denied. */
  start(options: Partial<ServiceOptions>): Promise<Service>
}

async function startDenied(denied: string): Promise<DeniedWorld> {
  const server = await startNatsServer({
    name: 'n1',
    config: `authorization { users: [
      { user: admin, password: admin },
      { user: orders, password: orders, permissions: { ${denied} } } ] }`,
  })
  const admin = await connect({ servers: server.url, user: 'admin', pass: 'admin' })
  const orders = await connect({ servers: server.url, user: 'orders', pass: 'orders' })
  const problems: Problem[] = []
  const services: Service[] = []
  return {
    admin,
    problems,
    async start(options) {
      const small = { max_bytes: 1_000_000 }
      const service = await startService(orders, {
        name: 'orders',
        streams: { event: small, ordered: small, 'dead-letter': small },
        tracing: { lost: 'off' },
        onProblem: (problem) => problems.push(problem),
        ...options,
      })
      services.push(service)
      return service
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(services.map((service) => service.stop({ timeoutMs: 0 })))
      await Promise.all([admin.close(), orders.close()])
      await server.stop()
    },
  }
}

import { NatsInstrumentation } from '@hopscope/nats'
import { startNatsServer } from '@hopscope/nats-server'
import { InMemoryTelemetry } from '@hopscope/observe/testing'
import { NestFactory } from '@nestjs/core'
import {
  ClientProxyFactory,
  Transport,
  type ClientProxy,
  type MicroserviceOptions,
} from '@nestjs/microservices'
import { firstValueFrom } from 'rxjs'
import { expect, test } from 'vitest'
import { controllerOf, moduleOf, onCommand, onEvent, QUIET } from './nest-app.ts'
import { spanTree } from './span-tree.ts'

test("a command over Nest's own NATS transport is one trace, with what its handler sends", async () => {
  await using world = await startNestNats()

  const order = await firstValueFrom(world.client.send('get.order', { id: 7 }))
  await world.telemetry.until((spans) => spans.length === 5)

  expect(order).toEqual({ id: 7 })
  expect(spanTree(world.telemetry)).toBe(
    [
      'publish get.order producer',
      '  process get.order consumer',
      '    publish order.read producer',
      '      process order.read consumer',
      '    reply (temporary) producer',
    ].join('\n'),
  )
})

test("an event over Nest's own NATS transport is handled in its sender's trace", async () => {
  await using world = await startNestNats()

  world.client.emit('order.read', { id: 7 })
  await world.telemetry.until((spans) => spans.length === 2)

  expect(spanTree(world.telemetry)).toBe(
    ['publish order.read producer', '  process order.read consumer'].join('\n'),
  )
})

/** A microservice and a client on Nest's own NATS transport, with nothing of ours but tracing. */
async function startNestNats(): Promise<NestNats> {
  const server = await startNatsServer()
  const telemetry = new InMemoryTelemetry()
  const instrumentation = new NatsInstrumentation({ telemetry, lost: 'off' })
  const options = { servers: server.url }
  const client = ClientProxyFactory.create({ transport: Transport.NATS, options })
  const controller = controllerOf(
    onCommand('get.order', async ({ id }: { id: number }) => {
      await firstValueFrom(client.emit('order.read', { id }), { defaultValue: undefined })
      return { id }
    }),
    onEvent('order.read', () => undefined),
  )
  const app = await NestFactory.createMicroservice<MicroserviceOptions>(
    moduleOf({ controllers: [controller] }),
    { transport: Transport.NATS, options, ...QUIET },
  )
  await app.listen()
  return {
    telemetry,
    client,
    async [Symbol.asyncDispose]() {
      instrumentation.disable()
      await client.close()
      await app.close()
      await server.stop()
    },
  }
}

interface NestNats extends AsyncDisposable {
  readonly telemetry: InMemoryTelemetry
  readonly client: ClientProxy
}

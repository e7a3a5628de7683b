import { instrument } from '@hopscope/nats'
import { connect, type Subscription } from '@nats-io/transport-node'
import { context, trace } from '@opentelemetry/api'
import { expect, test } from 'vitest'
import { startPair, type Pair } from './pair.ts'

test('what a body starts and does not wait for runs in the context of its message', async () => {
  await using pair = await startPair()
  const subscription = await subscribed(pair, 'a', 2)
  publish(pair, 'a', 2)

  const timers: Promise<string | undefined>[] = []
  const bodies: (string | undefined)[] = []
  for await (const _ of subscription) {
    bodies.push(activeSpanId())
    timers.push(new Promise((resolve) => setTimeout(() => resolve(activeSpanId()))))
  }

  expect(await Promise.all(timers)).toEqual(bodies)
  expect(new Set(bodies).size).toBe(2)
})

test('a loop in a loop has its own context, and gives the outer one back', async () => {
  await using pair = await startPair()
  const outer = await subscribed(pair, 'outer', 1)
  const inner = await subscribed(pair, 'inner', 2)
  publish(pair, 'outer', 1)

  const seen: (string | undefined)[] = []
  for await (const _ of outer) {
    publish(pair, 'inner', 2)
    for await (const _ of inner) {
      await pair.traced.flush()
      seen.push(activeSpanId())
    }
    seen.push(activeSpanId())
    await pair.traced.flush()
    seen.push(activeSpanId())
  }
  await pair.telemetry.until((spans) => spans.length === 6)

  const [process] = pair.telemetry.spansNamed('process outer')
  const inside = pair.telemetry.spansNamed('process inner').map(({ spanId }) => spanId)
  expect(seen).toEqual([...inside, process?.spanId, process?.spanId])
})

test('loops that run at the same time each keep their own message', async () => {
  await using pair = await startPair()
  const subscriptions = [await subscribed(pair, 'a', 5), await subscribed(pair, 'b', 5)]
  for (let i = 0; i < 5; i++) {
    publish(pair, 'a', 1)
    publish(pair, 'b', 1)
  }

  const seen = await Promise.all(
    subscriptions.map(async (subscription) => {
      const names: (string | undefined)[] = []
      for await (const message of subscription) {
        const before = activeSpanId()
        await pair.traced.flush()
        names.push(before === activeSpanId() ? message.subject : 'another')
      }
      return names
    }),
  )

  expect(seen).toEqual([Array(5).fill('a'), Array(5).fill('b')])
})

test('a loop that throws ends the span of its message and leaves no context behind', async () => {
  await using pair = await startPair()
  const subscription = await subscribed(pair, 'a', 2)
  publish(pair, 'a', 2)

  const loop = async (): Promise<void> => {
    for await (const _ of subscription) throw new Error('stop')
  }

  await expect(loop()).rejects.toThrow('stop')
  expect(activeSpanId()).toBeUndefined()
  expect(pair.telemetry.spansNamed('process a')).toHaveLength(1)
})

test('a loop does not leak into who called it, also while it waits', async () => {
  await using pair = await startPair()
  const subscription = await subscribed(pair, 'a', 1)
  const [active, caller] = pair.telemetry.tracer.start(context.active(), 'caller')

  const seen = await context.with(active, async () => {
    const loop = (async () => {
      for await (const _ of subscription) await pair.traced.flush()
    })()
    const whileWaiting = activeSpanId()
    publish(pair, 'a', 1)
    await loop
    return [whileWaiting, activeSpanId()]
  })
  caller.end()

  const own = caller.otel.spanContext().spanId
  expect(seen).toEqual([own, own])
})

test('no message belongs to the span that was active when the connection was made', async () => {
  await using pair = await startPair()
  const { telemetry } = pair
  const [active, main] = telemetry.tracer.start(context.active(), 'main')
  const connection = await context.with(active, async () =>
    instrument(await connect({ servers: pair.server.url }), { telemetry, lost: 'off' }),
  )
  main.end()
  connection.subscribe('a', { callback: () => connection.publish('b', '') })
  await connection.flush()

  pair.plain.publish('a', '')
  await telemetry.until((spans) => spans.length === 3)
  await connection.close()

  const [process] = telemetry.spansNamed('process a')
  expect(process?.parentSpanId).toBeUndefined()
  expect(telemetry.spansNamed('publish b')[0]?.parentSpanId).toBe(process?.spanId)
})

async function subscribed(pair: Pair, subject: string, max: number): Promise<Subscription> {
  const subscription = pair.traced.subscribe(subject, { max })
  await pair.traced.flush()
  return subscription
}

function publish(pair: Pair, subject: string, count: number): void {
  for (let i = 0; i < count; i++) pair.traced.publish(subject, '')
}

function activeSpanId(): string | undefined {
  return trace.getSpanContext(context.active())?.spanId
}

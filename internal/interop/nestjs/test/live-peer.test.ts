import { createClient, readDeadLetters, startService } from '@hopscope/nats/transport'
import { describe, expect, onTestFinished, test } from 'vitest'
import { openBench, type Bench } from '../src/bench.ts'
import './acceptance.ts'
import { isConsumer } from './acceptance.ts'
import { Peer } from './peer/peer.ts'

// With nestjs-jetstream itself, where it is installed: the same as the recordings, in both directions.

const IS_INSTALLED = process.env['NESTJS_JETSTREAM'] !== undefined
const WHY = 'NESTJS_JETSTREAM names no folder in which nestjs-jetstream 2.13 or newer is installed'
if (!IS_INSTALLED) process.stderr.write(`skipped: nestjs-jetstream itself, since ${WHY}\n`)

describe.skipIf(!IS_INSTALLED)('with nestjs-jetstream itself', { timeout: 60_000 }, () => {
  test('an event of ours is handled in its trace, with our name', async () => {
    const { bench, peer } = await started('core')
    await clientOf(bench).publish('orders.created', { id: 1 })
    const handled = await peer.told((told) => told.handled === 'orders.created')
    const span = await peer.span('process n__microservice.ev.orders.created')

    expect(handled).toMatchObject({ data: { id: 1 }, caller: 'o__microservice' })
    expect(bench.telemetry.spansNamed('publish n__microservice.ev.orders.created')).toMatchObject([
      { traceId: span.traceId, spanId: span.parentSpanId },
    ])
  })

  test('a broadcast of ours is handled in its trace', async () => {
    const { bench, peer } = await started('core')
    await clientOf(bench).broadcast('config.updated', { key: 'x' })
    const handled = await peer.told((told) => told.handled === 'config.updated')
    const span = await peer.span('process broadcast.config.updated')

    expect(handled).toMatchObject({ data: { key: 'x' } })
    expect(bench.telemetry.spansNamed('publish broadcast.config.updated')).toMatchObject([
      { traceId: span.traceId, spanId: span.parentSpanId },
    ])
  })

  test.each(['core', 'jetstream'] as const)('it answers our requests by %s', async (mode) => {
    const { bench } = await started(mode)
    const client = clientOf(bench, mode)

    expect(await client.request('get.order', { id: 1 })).toEqual({ id: 1, ok: true })
    expect(await client.request('get.void', {})).toBeUndefined()
    await expect(client.request('fail.rpcobj', {})).rejects.toMatchObject({
      code: 'RPC_FAILED',
      payload: { code: 'NOT_FOUND', message: 'Order not found' },
    })
    await expect(client.request('fail.error', {})).rejects.toMatchObject({
      code: 'RPC_FAILED',
      payload: { status: 'error', message: 'Internal server error' },
    })
  })

  test('its dead letter is read by ours, and linked to what we published', async () => {
    const { bench } = await started('core')
    await clientOf(bench).publish('orders.doomed', { id: 44 })
    const stream = 'n__microservice_dlq-stream'
    const read = async () => {
      for await (const letter of readDeadLetters(bench.admin, { stream })) return letter
      return undefined
    }
    await expect
      .poll(read, { timeout: 30_000 })
      .toMatchObject({ info: { reason: 'none left', deliveryCount: 3 } })

    const [publish] = bench.telemetry.spansNamed('publish n__microservice.ev.orders.doomed')
    expect((await read())?.link?.spanId).toBe(publish?.spanId)
  })

  test('its event is handled by ours in its trace, with its name', async () => {
    const { bench, peer } = await started('core')
    const seen: unknown[] = []
    await serve(bench, 'core', (data, caller) => seen.push({ data, caller }))
    peer.send('emit', 'orders.created', { id: 1 })
    const span = await peer.span('publish o__microservice.ev.orders.created')
    await bench.telemetry.until((spans) => spans.some(isConsumer))

    expect(seen).toEqual([{ data: { id: 1 }, caller: 'n__microservice' }])
    expect(bench.telemetry.spans.filter(isConsumer)).toMatchObject([
      { traceId: span.traceId, parentSpanId: span.spanId },
    ])
  })

  test.each(['core', 'jetstream'] as const)('ours answers its requests by %s', async (mode) => {
    const { bench, peer } = await started(mode)
    await serve(bench, mode)
    peer.send('send', 'get.order', { id: 1 })
    const { answer } = await peer.told((told) => 'answer' in told)
    peer.send('send', 'fail.rpcobj', {})
    const { failure } = await peer.told((told) => 'failure' in told)

    expect(answer).toEqual({ id: 1, ok: true })
    expect(failure).toEqual({ code: 'NOT_FOUND', message: 'Order not found' })
  })
})

async function started(mode: 'core' | 'jetstream'): Promise<{ bench: Bench; peer: Peer }> {
  const bench = await openBench()
  onTestFinished(() => bench[Symbol.asyncDispose]())
  const peer = await Peer.start(bench.server.url, mode)
  onTestFinished(() => peer[Symbol.asyncDispose]())
  return { bench, peer }
}

function clientOf({ connection, telemetry }: Bench, mode: 'core' | 'jetstream' = 'core') {
  const tracing = { telemetry, lost: 'off' } as const
  return createClient(connection, { name: 'o', target: 'n', rpc: { mode }, tracing })
}

async function serve(
  { connection, telemetry }: Bench,
  mode: 'core' | 'jetstream',
  note: (data: unknown, caller: string) => void = () => {},
): Promise<void> {
  const service = await startService(connection, {
    name: 'o',
    events: { 'orders.created': (data, { callerName }) => note(data, callerName) },
    commands: {
      'get.order': (data) => ({ id: (data as { id: number }).id, ok: true }),
      'fail.rpcobj': () => {
        throw Object.assign(new Error('Order not found'), {
          payload: { code: 'NOT_FOUND', message: 'Order not found' },
        })
      },
    },
    rpc: { mode },
    tracing: { telemetry, lost: 'off' },
  })
  onTestFinished(() => service.stop({ timeoutMs: 0 }))
}

import { createClient, startService } from '@hopscope/nats/transport'
import { expect, test } from 'vitest'
import { describeLanguages } from './describe-languages.ts'
import { startWorld } from './world.ts'

const MODES = [{ mode: 'core' }, { mode: 'jetstream' }] as const
const OUT_OF_STOCK = { status: 'error', message: 'out of stock' }

describeLanguages('a request', ({ language, run }) => {
  test.each(MODES)('of ours is answered in its trace, by $mode', async ({ mode }) => {
    await using world = await startWorld()
    await using serving = run('serve', '--server', world.url, '--name', 'orders', '--mode', mode)
    await serving.until('ready')
    const client = createClient(world.connection, GATEWAY(mode))

    const reply = await client.request('get.order', { id: 7 })
    await serving.ended()

    const asked = await world.span('request orders__microservice.cmd.get.order')
    const [sent, handled] = serving.linesOf('span')
    expect(reply).toEqual({ from: 'orders', got: { id: 7 } })
    expect(asked.status.code).not.toBe('error')
    expect(handled).toMatchObject({
      kind: 'server',
      traceId: asked.traceId,
      parentSpanId: asked.spanId,
      failed: false,
    })
    expect(sent).toMatchObject({ traceId: asked.traceId, parentSpanId: handled?.spanId })
  })

  test.each(MODES)('of ours fails on both sides with their error, by $mode', async ({ mode }) => {
    await using world = await startWorld()
    await using serving = run('serve', '--server', world.url, '--name', 'orders', '--mode', mode)
    await serving.until('ready')
    const client = createClient(world.connection, GATEWAY(mode))

    const asking = client.request('fail', { id: 7 })

    await expect(asking).rejects.toMatchObject({ code: 'RPC_FAILED', payload: OUT_OF_STOCK })
    await serving.ended()
    const asked = await world.span('request orders__microservice.cmd.fail')
    expect(asked.status.code).toBe('error')
    expect(serving.linesOf('span')).toContainEqual(
      expect.objectContaining({ kind: 'server', parentSpanId: asked.spanId, failed: true }),
    )
  })

  test.each(MODES)('of theirs is answered in its trace, by $mode', async ({ mode }) => {
    await using world = await startWorld()
    await using _ = await startService(world.connection, {
      ...ORDERS,
      rpc: { mode },
      commands: { 'get.order': (data, { callerName }) => ({ data, callerName }) },
    })

    await using calling = run(...call(world.url, mode), '--pattern', 'get.order')
    await calling.ended()

    const [asked] = calling.linesOf('span')
    const sent = await world.span('reply (temporary)')
    await world.telemetry.until((spans) => spans.some(isBelow(asked?.spanId)))
    const handled = world.telemetry.spans.find(isBelow(asked?.spanId))
    expect(calling.linesOf('reply')).toMatchObject([
      {
        error: false,
        data: { data: { id: 7 }, callerName: `${language}__microservice` },
        sender: sent.spanId,
      },
    ])
    expect(handled).toMatchObject({ traceId: asked?.traceId })
    expect(sent).toMatchObject({ traceId: asked?.traceId, parentSpanId: handled?.spanId })
  })

  test.each(MODES)('of theirs fails on both sides with our error, by $mode', async ({ mode }) => {
    await using world = await startWorld()
    await using _ = await startService(world.connection, {
      ...ORDERS,
      rpc: { mode },
      commands: { fail: () => Promise.reject(OUT_OF_STOCK) },
    })

    await using calling = run(...call(world.url, mode), '--pattern', 'fail')
    await calling.ended()

    const [asked] = calling.linesOf('span')
    await world.telemetry.until((spans) => spans.some(isBelow(asked?.spanId)))
    const handled = world.telemetry.spans.find(isBelow(asked?.spanId))
    expect(calling.linesOf('reply')).toMatchObject([{ error: true, data: OUT_OF_STOCK }])
    expect(asked?.failed).toBe(true)
    expect(handled).toMatchObject({ traceId: asked?.traceId, status: { code: 'error' } })
  })
})

const ORDERS = { name: 'orders' }

const GATEWAY = (mode: 'core' | 'jetstream') => ({
  name: 'gateway',
  target: 'orders',
  rpc: { mode, timeoutMs: 10_000 },
})

function call(url: string, mode: string): readonly string[] {
  return ['call', '--server', url, '--target', 'orders', '--mode', mode, '--data', '{"id":7}']
}

function isBelow(parent: string | undefined) {
  return ({ parentSpanId }: { readonly parentSpanId?: string }): boolean => parentSpanId === parent
}

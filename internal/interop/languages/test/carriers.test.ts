import { createClient, startService } from '@hopscope/nats/transport'
import { expect, test } from 'vitest'
import { go } from '../src/go.ts'
import { describeLanguage, describeLanguages } from './describe-languages.ts'
import { startWorld } from './world.ts'

const SUBJECT = 'orders__microservice.ev.orders.created'

describeLanguages('the context of ours', ({ language, run }) => {
  test.each<Reading>([
    { carrier: 'contract', canonicalTrace: false, foundBy: ['go', 'python'] },
    { carrier: 'contract', canonicalTrace: true, foundBy: ['go', 'python'] },
    { carrier: 'opentelemetry', canonicalTrace: false, foundBy: ['python'] },
    { carrier: 'opentelemetry', canonicalTrace: true, foundBy: ['go', 'python'] },
  ])('by carrier $carrier, with canonicalTrace $canonicalTrace', async (reading) => {
    await using world = await startWorld()
    const from = ['--server', world.url, '--name', 'orders', '--carrier', reading.carrier]
    await using handling = run('consume', ...from)
    await handling.until('ready')
    const options = { name: 'gateway', target: 'orders', canonicalTrace: reading.canonicalTrace }

    await createClient(world.connection, options).publish('orders.created', { id: 7 })
    await handling.ended()

    const { traceId } = await world.span(`publish ${SUBJECT}`)
    expect(handling.linesOf('span').map((span) => span.traceId === traceId)).toEqual([
      reading.foundBy.includes(language),
    ])
  })
})

describeLanguage(go, 'the HeaderCarrier of OpenTelemetry', ({ run }) => {
  test('writes Traceparent, below whose span ours handles', async () => {
    await using world = await startWorld()
    const names = Promise.withResolvers<readonly string[]>()
    await using _ = await startService(world.connection, {
      name: 'orders',
      events: {
        'orders.created': (_data, { message }) => names.resolve(message.headers?.keys() ?? []),
      },
    })

    const to = ['--server', world.url, '--target', 'orders', '--pattern', 'orders.created']
    await using publishing = run('publish', ...to, '--carrier', 'opentelemetry')
    await publishing.ended()

    const [published] = publishing.linesOf('span')
    expect(await names.promise).toContain('Traceparent')
    expect(await names.promise).not.toContain('traceparent')
    expect(await world.span(`process ${SUBJECT}`)).toMatchObject({
      traceId: published?.traceId,
      parentSpanId: published?.spanId,
    })
  })
})

interface Reading {
  readonly carrier: 'contract' | 'opentelemetry'
  readonly canonicalTrace: boolean
  readonly foundBy: readonly string[]
}

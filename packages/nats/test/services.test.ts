import { ServiceError, type Service } from '@nats-io/services'
import type { Msg } from '@nats-io/transport-node'
import { context, trace } from '@opentelemetry/api'
import { expect, test } from 'vitest'
import { contextOf } from '@hopscope/nats'
import { startPair, type Pair } from './pair.ts'
import { asyncHandler, servicesOf } from './services.ts'

test('a request to an endpoint is a span of kind server, and its handler runs in it', async () => {
  await using pair = await startPair()
  const service = await addService(pair)
  const active: (string | undefined)[] = []
  service.addGroup('shop').addEndpoint(
    'price',
    asyncHandler(async (message) => {
      active.push(activeSpanId(), trace.getSpanContext(contextOf(message))?.spanId)
      await Promise.resolve()
      active.push(activeSpanId())
      message.respond('42')
    }),
  )
  await pair.traced.flush()

  const reply = await pair.traced.request('shop.price', 'book')
  await pair.telemetry.until((spans) => spans.length === 3)

  const [request] = pair.telemetry.spansNamed('request shop.price')
  const [process] = pair.telemetry.spansNamed('process shop.price')
  const [answer] = pair.telemetry.spansNamed('reply (temporary)')
  expect(process).toMatchObject({
    kind: 'server',
    parentSpanId: request?.spanId,
    status: { code: 'unset' },
    attributes: {
      'messaging.consumer.group.name': 'q',
      'messaging.nats.service.name': 'prices',
      'messaging.nats.service.version': '1.2.3',
      'messaging.nats.service.endpoint': 'price',
    },
  })
  expect(active).toEqual([process?.spanId, process?.spanId, process?.spanId])
  expect(answer?.parentSpanId).toBe(process?.spanId)
  expect(traceparentOf(reply)).toContain(answer?.spanId)
})

test('the span of an async handler ends with the handler', async () => {
  await using pair = await startPair()
  const service = await addService(pair)
  const { promise: more, resolve: finish } = Promise.withResolvers<void>()
  service.addEndpoint(
    'price',
    asyncHandler(async (message) => {
      message.respond()
      await more
      trace.getActiveSpan()?.addEvent('work after the reply')
    }),
  )
  await pair.traced.flush()

  await pair.traced.request('price')
  const before = pair.telemetry.spansNamed('process price').length
  finish()
  await pair.telemetry.until((spans) => spans.some(({ name }) => name === 'process price'))

  expect(before).toBe(0)
  expect(pair.telemetry.spansNamed('process price')[0]?.events).toMatchObject([
    { name: 'work after the reply' },
  ])
})

test('an error that a handler answers with is the error of its span', async () => {
  await using pair = await startPair()
  const service = await addService(pair)
  service.addEndpoint('price', (_, message) => {
    message.respondError(404, 'no such book')
  })
  await pair.traced.flush()

  const reply = await pair.traced.request('price')

  expect(errorOf(reply)).toEqual(['404', 'no such book'])
  expect(pair.telemetry.spansNamed('process price')[0]).toMatchObject({
    status: { code: 'error', message: 'no such book' },
    attributes: { 'error.type': '404' },
  })
})

test('what a handler throws is answered as before, with the context of its span', async () => {
  await using pair = await startPair()
  const service = await addService(pair)
  service.addEndpoint('price', () => {
    throw new ServiceError(400, 'which book')
  })
  await pair.traced.flush()

  const reply = await pair.traced.request('price')

  const [process] = pair.telemetry.spansNamed('process price')
  const [answer] = pair.telemetry.spansNamed('reply (temporary)')
  expect(errorOf(reply)).toEqual(['400', 'which book'])
  expect(process).toMatchObject({
    status: { code: 'error', message: 'which book' },
    attributes: { 'error.type': '400' },
  })
  expect(answer?.parentSpanId).toBe(process?.spanId)
  expect(traceparentOf(reply)).toContain(answer?.spanId)
})

test('what an async handler rejects with is the error of its span, and one unhandled rejection', async () => {
  await using pair = await startPair()
  const service = await addService(pair)
  const rejections: unknown[] = []
  const onRejection = (error: unknown): void => void rejections.push(error)
  process.on('unhandledRejection', onRejection)
  const failure = new RangeError('no stock')
  service.addEndpoint(
    'price',
    asyncHandler(() => Promise.reject(failure)),
  )
  await pair.traced.flush()

  await expect(pair.traced.request('price', '', { timeout: 100 })).rejects.toThrow('timeout')
  process.off('unhandledRejection', onRejection)

  expect(rejections).toEqual([failure])
  expect(pair.telemetry.spansNamed('process price')[0]).toMatchObject({
    status: { code: 'error', message: 'no stock' },
    attributes: { 'error.type': 'RangeError' },
  })
})

test('a loop over the requests to an endpoint runs in the context of each', async () => {
  await using pair = await startPair()
  const service = await addService(pair)
  const requests = service.addEndpoint('price')
  await pair.traced.flush()
  const active: (string | undefined)[] = []
  const loop = (async () => {
    for await (const request of requests) {
      await Promise.resolve()
      active.push(activeSpanId())
      request.respondError(503, 'closed')
    }
  })()

  await pair.traced.request('price')
  await pair.traced.request('price')
  await service.stop()
  requests.stop()
  await loop

  const spans = pair.telemetry.spansNamed('process price')
  expect(spans.map(({ spanId }) => spanId)).toEqual(active)
  expect(spans).toMatchObject([
    { kind: 'server', attributes: { 'error.type': '503' } },
    { kind: 'server', attributes: { 'error.type': '503' } },
  ])
})

test('what monitors services is not traced', async () => {
  await using pair = await startPair()
  const service = await addService(pair)
  service.addEndpoint('price', (_, message) => void message.respond())
  await pair.traced.flush()

  const client = servicesOf(pair.traced).client({ strategy: 'timer', maxWait: 100 })
  const names: string[] = []
  for await (const { name } of await client.ping()) names.push(name)
  for await (const stats of await client.stats()) names.push(String(stats.endpoints?.length))
  await pair.traced.request('$SRV.INFO.prices')

  expect(names).toEqual(['prices', '1'])
  expect(pair.telemetry.spans).toEqual([])
})

test('the statistics of a service count what they counted', async () => {
  await using pair = await startPair()
  const service = await addService(pair)
  service.addEndpoint('price', () => {
    throw new Error('no stock')
  })
  await pair.traced.flush()

  await pair.traced.request('price')

  expect((await service.stats()).endpoints).toMatchObject([
    { name: 'price', num_requests: 1, num_errors: 1, last_error: 'no stock' },
  ])
})

test('a service on a connection without tracing works as before', async () => {
  await using pair = await startPair()
  const service = await servicesOf(pair.plain).add({ name: 'plain', version: '0.1.0' })
  service.addEndpoint('price', (_, message) => void message.respond('42'))
  await pair.plain.flush()

  expect((await pair.plain.request('price')).string()).toBe('42')
  expect(pair.telemetry.spans).toEqual([])
})

function addService({ traced }: Pair): Promise<Service> {
  return servicesOf(traced).add({ name: 'prices', version: '1.2.3' })
}

function activeSpanId(): string | undefined {
  return trace.getSpanContext(context.active())?.spanId
}

function traceparentOf(message: Msg): string | undefined {
  return message.headers?.get('traceparent')
}

function errorOf({ headers }: Msg): readonly (string | undefined)[] {
  return [headers?.get('Nats-Service-Error-Code'), headers?.get('Nats-Service-Error')]
}

import { parseTraceparent } from '@hopscope/observe/w3c'
import { ROOT_CONTEXT, trace } from '@opentelemetry/api'
import { expect, test } from 'vitest'
import { benchCodec } from './bench-codec.ts'
import { extractByOtel, injectByOtel, parseByOtel } from './by-otel.ts'
import { extractByOurs, injectByOurs } from './by-ours.ts'
import { receivedBytes, receivedMessage, spanContexts } from './received-messages.ts'

test('codec gives a ratio to each thing that it is measured against', async () => {
  const ratios = await benchCodec({ slices: 2 }, 100)

  expect(ratios.map(({ name }) => name)).toEqual([
    'codec: extract, OpenTelemetry / ours',
    'codec: inject, OpenTelemetry / ours',
    'codec: inject into headers, OpenTelemetry / ours',
    'codec: parse, OpenTelemetry / ours',
  ])
  expect(ratios.every(({ ratio, runs }) => ratio > 0 && runs === 2)).toBe(true)
})

test.each(spanContexts(3))('both read and write the same of span $spanId', (spanContext) => {
  const message = () => receivedMessage(receivedBytes(spanContext))
  const sent = injectByOurs(spanContext)
  const traceparent = message().headers?.get('traceparent') ?? ''

  expect(extractByOurs(message())).toEqual({ ...spanContext, isRemote: true })
  expect(extractByOurs(message())).toEqual(extractByOtel(message()))
  expect(sent).toEqual(injectByOtel(trace.setSpanContext(ROOT_CONTEXT, spanContext)))
  expect(parseTraceparent(traceparent)).toEqual(parseByOtel(traceparent))
})

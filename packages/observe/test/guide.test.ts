import { readdirSync, readFileSync } from 'node:fs'
import { noopTelemetry, otelProvidersOf, otelTelemetry, toTelemetry } from '@hopscope/observe'
import { InMemoryTelemetry } from '@hopscope/observe/testing'
import '@hopscope/observe/node'
import { context, trace } from '@opentelemetry/api'
import { expect, test } from 'vitest'
import { contextOfEvent, orderPlaced } from './guide/order-events.ts'
import { placeOrder } from './guide/place-order.ts'
import { printTelemetry } from './guide/print-telemetry.ts'
import { printTracer } from './guide/print-tracer.ts'

const PROGRAMS = new URL('guide/', import.meta.url)
const GUIDE = new URL('../../../docs/guide/observe.md', import.meta.url)

test('the programs of the guide are those that are tested here', () => {
  const programs = readdirSync(PROGRAMS).map((file) =>
    readFileSync(new URL(file, PROGRAMS), 'utf8'),
  )

  expect(new Set(codeOf(GUIDE))).toEqual(new Set(programs))
})

test('the bundle that prints tells of an order without the order knowing', async () => {
  const lines: string[] = []

  await placeOrder(
    printTelemetry((line) => void lines.push(line)),
    reserve,
    'teapot',
    2,
  )

  expect(lines).toEqual([
    'info reserved',
    'counter orders 1',
    expect.stringMatching(/^span place order in [\da-f]{32}: unset$/),
  ])
})

test('the bundle that prints tells of an order that fails', async () => {
  const lines: string[] = []

  await placeOrder(
    printTelemetry((line) => void lines.push(line)),
    refuse,
    'teapot',
    2,
  )

  expect(lines).toEqual([
    'counter orders 1',
    expect.stringMatching(/^span place order in [\da-f]{32}: error$/),
  ])
})

test('the tracer with spans of its own gets what the order and its libraries tell', async () => {
  const lines: string[] = []
  const telemetry = toTelemetry({ tracer: printTracer((line) => void lines.push(line)) })
  const library = otelProvidersOf(telemetry).tracerProvider.getTracer('library')

  const reserve = (): Promise<void> =>
    library.startActiveSpan('reserve', async (span) => {
      span.addEvent('asked')
      span.end()
      throw new Error('no stock')
    })
  await placeOrder(telemetry, reserve, 'teapot', 2)

  expect(lines).toEqual([
    'place order starts a trace',
    'place order has order.count=2',
    expect.stringMatching(/^reserve starts below [\da-f]{16}$/),
    'reserve event asked',
    'reserve ends',
    'place order has item=teapot',
    'place order fails: Error: no stock',
    'place order ends',
  ])
})

test('an order is placed alike with OpenTelemetry, in memory, and with nothing', async () => {
  const placed: string[] = []
  const reserve = (item: string): Promise<void> => Promise.resolve(void placed.push(item))

  await placeOrder(otelTelemetry(), reserve, 'teapot', 1)
  await placeOrder(new InMemoryTelemetry(), reserve, 'cup', 1)
  await placeOrder(noopTelemetry, reserve, 'spoon', 1)

  expect(placed).toEqual(['teapot', 'cup', 'spoon'])
})

test('an event carries the context where headers are lost, and headers count where they are not', () => {
  const { tracer } = new InMemoryTelemetry()
  const [placing, span] = tracer.start(context.active(), 'place order')
  const payload = context.with(placing, () => orderPlaced(7))
  const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`

  const fromPayload = contextOfEvent(payload, undefined)
  const fromHeaders = contextOfEvent(payload, [['traceparent', [traceparent]]])

  expect(trace.getSpanContext(fromPayload)?.spanId).toBe(span.otel.spanContext().spanId)
  expect(trace.getSpanContext(fromHeaders)?.spanId).toBe('b'.repeat(16))
})

function reserve(): Promise<void> {
  return Promise.resolve()
}

function refuse(): Promise<void> {
  return Promise.reject(new Error('no stock'))
}

/** The TypeScript of a document. */
function codeOf(document: URL): readonly string[] {
  const blocks = readFileSync(document, 'utf8').matchAll(/^```ts\n([^]*?)^```/gm)
  return [...blocks].map(([, code = '']) => code)
}

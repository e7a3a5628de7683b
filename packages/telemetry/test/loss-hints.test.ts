import { startNatsServer } from '@hopscope/nats-server'
import type { SpanData } from '@hopscope/observe/otlp'
import {
  ensureTelemetryStream,
  NatsSpanExporter,
  TraceCollector,
  type ExportResult,
  type TelemetryError,
  type TraceCollectorOptions,
} from '@hopscope/telemetry'
import { expect, test } from 'vitest'
import { connectTo } from './connect-to.ts'

test('a span that ends after close is told with what to do', async () => {
  await using world = await startWorld()
  await world.collector.close()

  world.collector.record(SPAN, SCOPE)

  expect(hintsOf(world)).toEqual(['close the collector after the work is done'])
})

test.each([{ maxQueuedSpans: 1 }, { maxQueuedBytes: 1 }])(
  'more spans than may wait by %j are told with what to do',
  async (options) => {
    await using world = await startWorld(options)

    world.collector.record(SPAN, SCOPE)
    world.collector.record(SPAN, SCOPE)

    expect(hintsOf(world)).toEqual(['see why the stream acknowledges too little, or let more wait'])
  },
)

test('a span that no message holds is told with what to do', async () => {
  await using world = await startWorld()

  world.collector.record({ ...SPAN, name: 'x'.repeat(2 ** 20) }, SCOPE)

  expect(hintsOf(world)).toEqual([
    'record less in it, or raise max_payload of the server: half of it is for a batch',
  ])
})

test('a span that cannot be encoded is told with what to do', async () => {
  await using world = await startWorld()
  const attributes = {
    get a(): string {
      throw new Error('broken')
    },
  }

  world.collector.record({ ...SPAN, attributes }, SCOPE)

  expect(hintsOf(world)).toEqual([
    'see what was recorded in it; the cause says what it threw when it was read',
  ])
})

test('an export after the shutdown is told with what to do', async () => {
  await using server = await startNatsServer()
  await using connection = await connectTo(server)
  const exporter = new NatsSpanExporter(connection)
  await exporter.shutdown()
  const { promise, resolve } = Promise.withResolvers<ExportResult>()

  exporter.export([], resolve)

  expect(await promise).toMatchObject({
    code: 1,
    error: {
      code: 'EXPORT_FAILED',
      message: 'telemetry was not stored: the exporter was shut down',
      hint: 'shut it down after the work is done',
    },
  })
})

const SCOPE = { name: 'scope' }
const SPAN: SpanData = {
  traceId: 'a'.repeat(32),
  spanId: 'b'.repeat(16),
  name: 'work',
  kind: 'internal',
  startTimeUnixNano: 1n,
  endTimeUnixNano: 2n,
  attributes: {},
  events: [],
  links: [],
  status: { code: 'unset' },
}

function hintsOf({ errors }: { readonly errors: readonly TelemetryError[] }) {
  return errors.map(({ hint }) => hint)
}

async function startWorld(options: TraceCollectorOptions = {}) {
  const stack = new AsyncDisposableStack()
  const connection = stack.use(await connectTo(stack.use(await startNatsServer())))
  await ensureTelemetryStream(connection)
  const errors: TelemetryError[] = []
  const onError = (error: TelemetryError): void => void errors.push(error)
  const collector = stack.use(new TraceCollector(connection, { service: 's', onError, ...options }))
  return { collector, errors, [Symbol.asyncDispose]: () => stack.disposeAsync() }
}

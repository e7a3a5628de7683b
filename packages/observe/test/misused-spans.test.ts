import { decodeTraces, type SpanData } from '@hopscope/observe/otlp'
import {
  alwaysOn,
  closeField,
  newBuffer,
  openField,
  SpanWriter,
  tracerProvider,
  type SpanRecord,
} from '@hopscope/observe/recorder'
import { ROOT_CONTEXT, trace, type Tracer } from '@opentelemetry/api'
import { expect, test } from 'vitest'
import { forAnything } from './for-anything.ts'

test('whatever a span is started with and told, it ends, with what else it was told', async () => {
  await forAnything((one, other, third) => {
    const { tracer, ended } = recorder()

    const span = tracer.startSpan(one, other, third)
    span.setAttribute(one, other).setAttributes(one).setAttributes(other).setAttribute('a', 1)
    span.addEvent(one, other, third).addLink(one).addLinks(other).setStatus(third)
    span.updateName('work').recordException(other, one)
    span.end(third)

    expect(ended()).toMatchObject([{ name: 'work', attributes: { a: 1 } }])
  })
})

test.each(['kind', 'attributes', 'links', 'startTime', 'root'])(
  'a span whose option %s is anything is recorded',
  async (option) => {
    await forAnything((value) => {
      const { tracer, ended } = recorder()

      tracer.startSpan('work', { [option]: value }, ROOT_CONTEXT).end()

      expect(ended()).toMatchObject([{ name: 'work' }])
    })
  },
)

test.each(['context', 'attributes', 'droppedAttributesCount'])(
  'a link whose %s is anything leaves the next one as it is',
  async (field) => {
    await forAnything((value) => {
      const { tracer, ended } = recorder()

      const links = [{ context: OTHER, [field]: value }, { context: OTHER }]
      tracer.startSpan('work', { links }, ROOT_CONTEXT).end()

      const { traceId, spanId } = OTHER
      expect(ended()[0]?.links.at(-1)).toMatchObject({ traceId, spanId })
    })
  },
)

test.each(['traceId', 'spanId', 'traceFlags', 'traceState', 'isRemote'])(
  'a span below one whose %s is anything is recorded',
  async (field) => {
    await forAnything((value) => {
      const { tracer, ended } = recorder()
      const parent = trace.setSpanContext(ROOT_CONTEXT, { ...OTHER, [field]: value })

      tracer.startSpan('work', {}, parent).end()

      expect(ended()).toMatchObject([{ name: 'work' }])
    })
  },
)

test('work is done in a span of whatever name, options and context', async () => {
  await forAnything((name, options, context) => {
    const { tracer } = recorder()

    expect(tracer.startActiveSpan(name, options, context, () => 'done')).toBe('done')
  })
})

test('a tracer of whatever name, version and options records', async () => {
  await forAnything((name, version, options) => {
    const ended: SpanRecord[] = []
    const provider = tracerProvider((span) => ended.push(span))

    provider.getTracer(name, version, options).startSpan('work').end()

    expect(ended).toHaveLength(1)
  })
})

test('what its sampler and its sink throw does not reach the application', () => {
  const fail = (): never => {
    throw new Error('broken')
  }

  const unsampled = tracerProvider(() => {}, { sampler: fail })
    .getTracer('t')
    .startSpan('work')
  tracerProvider(fail).getTracer('t').startSpan('work').end()

  expect(unsampled.isRecording()).toBe(false)
})

test('a link to a span that there is not is left out, unless it says something', () => {
  const { tracer, ended } = recorder()
  const context = trace.getSpanContext(ROOT_CONTEXT) as never

  const span = tracer.startSpan('work', { links: [{ context }] }, ROOT_CONTEXT)
  span.addLink({ context, attributes: { why: 'unknown' } }).end()

  expect(ended()[0]?.links).toMatchObject([{ attributes: { why: 'unknown' } }])
  expect(ended()[0]?.links).toHaveLength(1)
})

test('objects that refer to each other are copied as far as there is room', () => {
  const { tracer, ended } = recorder()
  const all: { all?: unknown }[] = Array.from({ length: 20 }, () => ({}))
  for (const each of all) each.all = all

  tracer.startSpan('work', { attributes: { all: all as never, b: 'kept' } }, ROOT_CONTEXT).end()

  expect(ended()).toMatchObject([{ attributes: { b: 'kept' } }])
})

const OTHER = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: 1 }

interface Recording {
  readonly tracer: Tracer
  /** The spans that have ended, as they are read from what was written. */
  readonly ended: () => readonly SpanData[]
}

function recorder(): Recording {
  const records: SpanRecord[] = []
  const provider = tracerProvider((span) => records.push(span), { sampler: alwaysOn })
  return { tracer: provider.getTracer('test'), ended: () => written(records) }
}

function written(records: readonly SpanRecord[]): readonly SpanData[] {
  const writer = new SpanWriter()
  const buffer = newBuffer(16)
  const resource = openField(buffer, 0x0a)
  const scope = openField(buffer, 0x12)
  for (const record of records) writer.write(buffer, record)
  closeField(buffer, scope)
  closeField(buffer, resource)
  const traces = decodeTraces(buffer.bytes.subarray(0, buffer.at))
  return traces?.resourceSpans[0]?.scopeSpans[0]?.spans ?? []
}

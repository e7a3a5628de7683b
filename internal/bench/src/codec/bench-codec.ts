import { formatTraceparent, parseTraceparent } from '@hopscope/observe/w3c'
import { ROOT_CONTEXT, trace } from '@opentelemetry/api'
import type { BenchmarkOptions } from '../benchmark.ts'
import { measureSlices, pairedRatios } from '../measure-slices.ts'
import { median, middleHalf } from '../quantile.ts'
import type { Ratio } from '../ratio.ts'
import { extractByOtel, injectByOtel, parseByOtel } from './by-otel.ts'
import { extractByOurs, injectByOurs, injectHeadersByOurs } from './by-ours.ts'
import { receivedBytes, receivedMessage, spanContexts } from './received-messages.ts'

/** What it costs to read the trace context of a message and to write it, in CPU time. */
export async function benchCodec(
  { slices }: BenchmarkOptions,
  operations: number = OPERATIONS_PER_SLICE,
): Promise<readonly Ratio[]> {
  const each = <T>(values: readonly T[], operation: (value: T) => unknown) => {
    return () => repeat(operations, values, operation)
  }
  const times = measureSlices(
    [
      each(RECEIVED, (bytes) => extractByOtel(receivedMessage(bytes))),
      each(RECEIVED, (bytes) => extractByOurs(receivedMessage(bytes))),
      each(ACTIVE, injectByOtel),
      each(SPAN_CONTEXTS, injectByOurs),
      each(SPAN_CONTEXTS, injectHeadersByOurs),
      each(TEXTS, parseByOtel),
      each(TEXTS, parseTraceparent),
    ],
    slices,
  )
  const [extractA = [], extractB = [], injectA = [], injectB = [], injectC = []] = times
  const [parseA = [], parseB = []] = times.slice(5)
  return [
    {
      ...compare(extractA, extractB),
      name: 'codec: extract, OpenTelemetry / ours',
      a: 'five headers decoded by nats.js, W3CTraceContextPropagator',
      b: 'the raw bytes of the five headers',
      goal: 8,
    },
    {
      ...compare(injectA, injectB),
      name: 'codec: inject, OpenTelemetry / ours',
      a: 'headers(), W3CTraceContextPropagator, encode()',
      b: 'the header block, as a plain publish sends it',
      goal: 4.5,
    },
    {
      ...compare(injectA, injectC),
      name: 'codec: inject into headers, OpenTelemetry / ours',
      a: 'headers(), W3CTraceContextPropagator, encode()',
      b: 'headers that nats.js can read, encode()',
      goal: 3.5,
    },
    {
      ...compare(parseA, parseB),
      name: 'codec: parse, OpenTelemetry / ours',
      a: 'W3CTraceContextPropagator on an object',
      b: 'parseTraceparent',
      goal: 2.5,
    },
  ]
}

// So many that what one variant leaves to the garbage collector hardly counts in the next.
const OPERATIONS_PER_SLICE = 100_000
const SPAN_CONTEXTS = spanContexts(64)
const RECEIVED = SPAN_CONTEXTS.map(receivedBytes)
const ACTIVE = SPAN_CONTEXTS.map((spanContext) => trace.setSpanContext(ROOT_CONTEXT, spanContext))
const TEXTS = SPAN_CONTEXTS.map((spanContext) => asReceived(formatTraceparent(spanContext)))

/** A text in one piece, as those are that are decoded; those that are put together are not. */
function asReceived(text: string): string {
  return new TextDecoder().decode(new TextEncoder().encode(text))
}

/** Runs an operation on the values in turn, about so many times. */
function repeat<T>(count: number, values: readonly T[], operation: (value: T) => unknown): void {
  for (let done = 0; done < count; done += values.length) {
    for (const value of values) operation(value)
  }
}

function compare(
  a: readonly number[],
  b: readonly number[],
): Pick<Ratio, 'ratio' | 'spread' | 'runs' | 'bound'> {
  const ratios = pairedRatios(a, b)
  return {
    ratio: median(ratios),
    spread: middleHalf(ratios),
    runs: ratios.length,
    bound: 'at least',
  }
}

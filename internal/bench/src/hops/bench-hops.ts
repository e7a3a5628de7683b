import { encodeHops } from '@hopscope/path'
import type { BenchmarkOptions } from '../benchmark.ts'
import { measureSlices, pairedRatios } from '../measure-slices.ts'
import { median, middleHalf } from '../quantile.ts'
import type { Ratio } from '../ratio.ts'
import { naiveJson } from './naive-json.ts'
import { naiveOtel } from './naive-otel.ts'
import { recordedEvents } from './recorded-events.ts'

/** What turning servers' trace events into OTLP spans costs, in CPU time. */
export async function benchHops({ slices }: BenchmarkOptions): Promise<readonly Ratio[]> {
  const batch = repeat(recordedEvents(), BATCH_EVENTS)
  const reports = batch.map((payload) => ({ payload }))
  const [parse = [], json = [], otel = [], ours = []] = measureSlices(
    [
      () => batches(() => batch.forEach((payload) => JSON.parse(decoder.decode(payload)))),
      () => batches(() => naiveJson(batch)),
      () => batches(() => naiveOtel(batch)),
      () => batches(() => encodeHops(reports)),
    ],
    slices,
  )
  const toOurs = (times: readonly number[]) => {
    const ratios = pairedRatios(times, ours)
    return { b: OURS, ratio: median(ratios), spread: middleHalf(ratios), runs: slices } as const
  }
  return [
    {
      ...toOurs(otel),
      name: 'hops: naive OpenTelemetry / ours',
      a: 'JSON.parse, SHA-256 ids, BigInt times, its ProtobufTraceSerializer',
      goal: 3,
      bound: 'at least',
    },
    {
      ...toOurs(json),
      name: 'hops: naive JSON / ours',
      a: 'JSON.parse, SHA-256 ids, BigInt times, OTLP by JSON.stringify',
      goal: 3,
      bound: 'at least',
    },
    {
      ...toOurs(parse),
      name: 'hops: JSON.parse / ours',
      a: 'JSON.parse alone',
      goal: 0.45,
      bound: 'at least',
    },
  ]
}

const OURS = 'encodeHops'
const BATCH_EVENTS = 100
const BATCHES_PER_SLICE = 20
const decoder = new TextDecoder()

function batches(run: () => void): void {
  for (let count = 0; count < BATCHES_PER_SLICE; count++) run()
}

function repeat<T>(values: readonly T[], length: number): readonly T[] {
  return Array.from({ length }, (_, at) => values[at % values.length]).filter(
    (value) => value !== undefined,
  )
}

import { assemble, type TraceEvent } from '@hopscope/path'
import { HopAccount } from '../../../../packages/path/src/trace/hop-account.ts'
import type { BenchmarkOptions } from '../benchmark.ts'
import { cpuMicrosOf, measureSlices, pairedRatios } from '../measure-slices.ts'
import { median, middleHalf } from '../quantile.ts'
import type { Ratio } from '../ratio.ts'
import { generateEvents } from './generate-events.ts'
import { GoAssembler } from './go-trace.ts'

/** How many servers the large tree has, and how many the small one. */
export interface TreeSizes {
  readonly large: number
  readonly small: number
}

/** What it costs to know after each event whether the trace is whole, and to build the tree. */
export async function benchTree(
  { slices }: BenchmarkOptions,
  { large, small }: TreeSizes = { large: 10_000, small: 1000 },
): Promise<readonly Ratio[]> {
  return SHAPES.flatMap(([shape, fanOut]) => {
    const many = generateEvents(large, fanOut)
    const few = generateEvents(small, fanOut)
    // One run of the port: it takes tens of seconds, so that noise is nothing to it.
    const goMicros = cpuMicrosOf(() => buildAsGo(many))
    const [ofMany = [], ofFew = []] = measureSlices([() => build(many), () => build(few)], slices)
    const toGo = ofMany.map((micros) => goMicros / micros)
    const growth = pairedRatios(ofMany, ofFew)
    return [
      {
        name: `tree: ${shape} of ${large}, Go's algorithm / ours`,
        a: `a port of the algorithm of the nats command, ${Math.round(goMicros / 1000)} ms of CPU`,
        b: `hop accounting and assemble(), ${(median(ofMany) / 1000).toFixed(1)} ms of CPU`,
        ratio: median(toGo),
        spread: middleHalf(toGo),
        goal: 100,
        bound: 'at least',
        runs: slices,
      },
      {
        name: `tree: ${shape}, ours of ${large} / ours of ${small}`,
        a: `${large} events`,
        b: `${small} events`,
        ratio: median(growth),
        spread: middleHalf(growth),
        goal: 20,
        bound: 'at most',
        runs: slices,
      },
    ]
  })
}

const SHAPES = [
  ['star', Number.POSITIVE_INFINITY],
  ['fan-out of 10', 10],
] as const

function build(events: readonly TraceEvent[]): void {
  const account = new HopAccount()
  for (const event of events) {
    account.add(event)
    if (account.complete) break
  }
  if (!assemble(events).complete) throw new Error('our tree is not complete')
}

function buildAsGo(events: readonly TraceEvent[]): void {
  const assembler = new GoAssembler()
  for (const event of events) if (assembler.add(event)) break
  if (assembler.link() === undefined) throw new Error('the tree of the port has no root')
}

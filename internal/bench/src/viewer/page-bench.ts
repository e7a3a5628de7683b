import type { BenchmarkOptions } from '../benchmark.ts'
import { pairedRatios } from '../measure-slices.ts'
import { median, middleHalf } from '../quantile.ts'
import type { Ratio } from '../ratio.ts'
import { startPageBrowser, type PageBrowser } from './page-browser.ts'
import { startPageServer } from './page-server.ts'

const FEW = 100

/** What a size may cost: against the baseline in the same run, and on a quiet machine. */
interface PageBudget {
  readonly spans: number
  readonly openMs: number
}

const BUDGETS: readonly PageBudget[] = [
  { spans: 10_000, openMs: 300 },
  { spans: 100_000, openMs: 1000 },
]
const JUMP_MS = 30
const HEAP_MIB = 40

/** What it costs to open a large trace in the viewer's page and to scroll it, against one canvas that only draws. */
export async function benchViewerPage({ slices }: BenchmarkOptions): Promise<readonly Ratio[]> {
  await using server = await startPageServer([FEW, ...BUDGETS.map(({ spans }) => spans)])
  await using browser = await startPageBrowser(server)
  // The code of the page of a trace is loaded once, and is not what a large trace costs.
  await browser.viewer.open(FEW)
  const ratios: Ratio[] = []
  for (const budget of BUDGETS) ratios.push(...(await benchSize(browser, budget, slices)))
  return ratios
}

async function benchSize(
  { viewer, baseline }: PageBrowser,
  { spans, openMs }: PageBudget,
  slices: number,
): Promise<readonly Ratio[]> {
  const ours = { open: [] as number[], jump: [] as number[] }
  const theirs = { open: [] as number[], jump: [] as number[] }
  for (let slice = 0; slice < slices; slice++) {
    ours.open.push(await viewer.open(spans))
    ours.jump.push(await viewer.jump())
    theirs.open.push(await baseline.open(spans))
    theirs.jump.push(await baseline.jump())
  }
  const heapMib = (await viewer.heap()) / 2 ** 20
  return [
    compare(`viewer: open ${spans} spans, page / canvas`, ours.open, theirs.open, 3),
    within(`viewer: open ${spans} spans, page / budget`, ours.open, openMs, 'ms'),
    compare(`viewer: jump in ${spans} spans, page / canvas`, ours.jump, theirs.jump, 6),
    within(
      `viewer: jump in ${spans} spans, page / budget`,
      ours.jump,
      JUMP_MS,
      'ms of the main thread a frame',
    ),
    within(`viewer: heap with ${spans} spans, page / budget`, [heapMib], HEAP_MIB, 'MiB'),
  ]
}

function compare(
  name: string,
  ours: readonly number[],
  theirs: readonly number[],
  goal: number,
): Ratio {
  const ratios = pairedRatios(ours, theirs)
  return {
    name,
    a: `the viewer's page, ${median(ours).toFixed(1)} ms`,
    b: `one canvas with the same rows, ${median(theirs).toFixed(1)} ms`,
    ratio: median(ratios),
    spread: middleHalf(ratios),
    goal,
    bound: 'at most',
    runs: ratios.length,
  }
}

function within(name: string, values: readonly number[], budget: number, unit: string): Ratio {
  const ratios = values.map((value) => value / budget)
  return {
    name,
    a: `${median(values).toFixed(1)} ${unit}`,
    b: `the budget of ${budget}`,
    ratio: median(ratios),
    spread: middleHalf(ratios),
    goal: 1,
    bound: 'at most',
    runs: ratios.length,
  }
}

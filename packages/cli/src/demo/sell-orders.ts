import { tracesOptionsFromEnv, sendTraces } from '@hopscope/telemetry/bridge'
import type { JourneySpan } from '@hopscope/path'
import { setTimeout } from 'node:timers/promises'
import { CliError } from '../cli-error.ts'
import type { Io } from '../io.ts'
import type { DemoOptions } from './demo-options.ts'
import { keepOpen } from './keep-open.ts'
import { missingSpans } from './missing-spans.ts'
import { openPage } from './open-page.ts'
import { makeOrder, type Order } from './order.ts'
import { Progress } from './progress.ts'
import type { RunFolder } from './run-folder.ts'
import { showOrder } from './show-order.ts'
import { Shop } from './start-shop.ts'
import { toTraceData } from './to-trace-data.ts'
import { throwIfInterrupted } from './until.ts'

/** Time for an order's journey to end: three deliveries and the trip of the last spans. */
const JOURNEY_TIMEOUT_MS = 15_000

/** Opens the shop in a folder of the demo's, places the orders, and shows and exports what comes of them. */
export async function sellOrders(io: Io, options: DemoOptions, folder: RunFolder): Promise<void> {
  const exporting = tracesOptionsFromEnv(io.env)
  const progress = new Progress(io.stderr)
  await using shop = await Shop.open({
    folder,
    env: io.env,
    signal: io.signal,
    onProgress: (line) => progress.step(line),
    ...(options.port !== undefined && { port: options.port }),
  })
  const { page: wantsPage, pagePort } = options
  await using page =
    wantsPage && shop.connection ? await openPage(shop.connection, pagePort) : undefined
  if (page) progress.step(`see the orders at ${page.issueLink()}`)
  const orders = options.once
    ? [makeOrder(1, options.fail ? 'undeliverable' : 'shipped')]
    : Array.from({ length: options.orders }, (_, i) => makeOrder(i + 1))

  // A backend that is away must not close the shop; it is told of when all orders are through.
  const exportErrors: unknown[] = []
  // The first order that fails ends the waiting of all.
  const failed = new AbortController()
  const signal = AbortSignal.any([io.signal, failed.signal])
  const shown = orders.map(async (order, i) => {
    await pause((i * 1000) / options.rate, signal)
    const spans = await placeOrder(shop, order, signal)
    // A person wants to see what there is of it, a program does not.
    if (options.json) requireComplete(order, spans)
    showOrder(io, options, order, spans)
    requireComplete(order, spans)
    if (!exporting) return
    await sendTraces(toTraceData(spans), exporting).catch((error) => exportErrors.push(error))
  })
  await Promise.all(shown).finally(() => failed.abort())
  if (options.keep) await keepOpen(io, { shop, page, placed: orders.length })
  if (exportErrors.length > 0) throw exportErrors[0]
}

async function placeOrder(
  shop: Shop,
  order: Order,
  signal: AbortSignal,
): Promise<readonly JourneySpan[]> {
  shop.place(order)
  const timeout = AbortSignal.timeout(JOURNEY_TIMEOUT_MS)
  const spans = await shop.journeys.complete(order.id, AbortSignal.any([signal, timeout]))
  throwIfInterrupted(signal)
  return spans
}

function requireComplete(order: Order, spans: readonly JourneySpan[]): void {
  const missing = missingSpans(spans)
  if (missing.length === 0) return

  throw new CliError(
    'DEMO_FAILED',
    `the journey of order ${order.id} is incomplete after ${JOURNEY_TIMEOUT_MS / 1000} s, ` +
      `it lacks ${missing.join(', ')}`,
    { hint: 'run the demo again; a machine that is busy with other things may be too slow for it' },
  )
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await setTimeout(ms, undefined, { signal }).catch(() => {})
  throwIfInterrupted(signal)
}

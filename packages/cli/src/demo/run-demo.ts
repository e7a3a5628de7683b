import { formatTracesJson } from '@hopscope/observe/otlp'
import { assembleJourney, renderJourney, type JourneySpan } from '@hopscope/path'
import { sendTraces, tracesOptionsFromEnv } from '@hopscope/telemetry/bridge'
import { setTimeout } from 'node:timers/promises'
import { CliError } from '../cli-error.ts'
import type { Io } from '../io.ts'
import { missingSpans } from './missing-spans.ts'
import { openPage } from './open-page.ts'
import { makeOrder, type Order } from './order.ts'
import { Progress } from './progress.ts'
import { Shop } from './start-shop.ts'
import { throwIfInterrupted } from './until.ts'
import { toTraceData } from './to-trace-data.ts'

/** What the demo does. */
export interface DemoOptions {
  /** One order only. */
  readonly once: boolean
  /** That order becomes a dead letter. */
  readonly fail: boolean
  /** The trace as OTLP JSON in place of a picture. */
  readonly json: boolean
  /** How many orders. */
  readonly orders: number
  /** Orders per second. */
  readonly rate: number
  /** The shop stays open after the last order. */
  readonly keep: boolean
  /** Port for clients of C3L3, where checkout connects; absent for any that is free. */
  readonly port?: number
  /** Whether the orders are also shown as a web page. */
  readonly page: boolean
  /** Port of that page; absent for the usual one or the next that is free. */
  readonly pagePort?: number
}

/** Time for an order's journey to end: three deliveries and the trip of the last spans. */
const JOURNEY_TIMEOUT_MS = 15_000

/**
 * Opens the shop, places orders and shows the journey of each.
 *
 * @throws {@link CliError} DEMO_FAILED, INTERRUPTED, and what starting servers throws
 */
export async function runDemo(io: Io, options: DemoOptions): Promise<void> {
  const exporting = tracesOptionsFromEnv(io.env)
  const progress = new Progress(io.stderr)
  await using shop = await Shop.open({
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
    show(io, options, order, spans)
    requireComplete(order, spans)
    if (!exporting) return
    await sendTraces(toTraceData(spans), exporting).catch((error) => exportErrors.push(error))
  })
  await Promise.all(shown).finally(() => failed.abort())
  if (options.keep) await keepOpen(shop, orders.length, progress, io.signal)
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

/** Columns of a picture that goes to a file or a pipe: enough for the whole of it. */
const PIPE_WIDTH = 120

function show(
  { stdout, env }: Io,
  { json }: DemoOptions,
  order: Order,
  spans: readonly JourneySpan[],
): void {
  if (json) {
    stdout.write(`${formatTracesJson(toTraceData(spans))}\n`)
    return
  }
  const { color } = stdout
  const width = stdout.isTerminal || env['COLUMNS'] ? stdout.width : PIPE_WIDTH
  const picture = renderJourney(assembleJourney(spans), { width, color })
  stdout.write(`order ${order.id}, ${order.item}\n${picture.trimEnd()}\n\n`)
}

async function keepOpen(
  shop: Shop,
  placed: number,
  progress: Progress,
  signal: AbortSignal,
): Promise<void> {
  progress.step(
    `the shop stays open and goes on selling; try: hopscope trace orders.new -s ${shop.url}`,
  )
  progress.step('Ctrl-C ends it')
  for (let number = placed + 1; !signal.aborted; number++) {
    await setTimeout(KEPT_ORDER_MS, undefined, { signal }).catch(() => {})
    if (!signal.aborted) shop.place(makeOrder(number))
  }
}

// Often enough for whoever watches the page.
const KEPT_ORDER_MS = 2_000

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await setTimeout(ms, undefined, { signal }).catch(() => {})
  throwIfInterrupted(signal)
}

import { formatTracesJson } from '@hopscope/observe/otlp'
import { assembleJourney, renderJourney, type JourneySpan } from '@hopscope/path'
import { styleText } from 'node:util'
import type { Io } from '../io.ts'
import type { DemoOptions } from './demo-options.ts'
import type { Fate, Order } from './order.ts'
import { toTraceData } from './to-trace-data.ts'

/** Prints the journey of an order: a picture with a title, or OTLP JSON on a line. */
export function showOrder(
  { stdout, env }: Io,
  { json }: Pick<DemoOptions, 'json'>,
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
  const title = `order ${order.id}, ${order.item}: ${STORIES[order.fate]}`
  const shown = color ? styleText('bold', title, { validateStream: false }) : title
  stdout.write(`${shown}\n${picture.trimEnd()}\n\n`)
}

/** Columns of a picture that goes to a file or a pipe: enough for the whole of it. */
const PIPE_WIDTH = 120

const STORIES: Readonly<Record<Fate, string>> = {
  shipped: 'shipped at the first try',
  retried: 'the carrier was busy, shipped at the second try',
  undeliverable: 'no such address, a dead letter after the third try',
}

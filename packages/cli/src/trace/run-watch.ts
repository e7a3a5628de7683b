import { setTimeout } from 'node:timers/promises'
import type { Io } from '../io.ts'
import { formatTrace, type FormatTraceOptions } from './format-trace.ts'
import type { MessageTracer } from './message/message-tracer.ts'

/** How often a trace is repeated. */
export interface RunWatchOptions extends FormatTraceOptions {
  /** Milliseconds between two traces. @default 2000 */
  readonly intervalMs?: number
}

/**
 * Traces a message again and again until the person ends it: a terminal shows the last trace,
 * elsewhere one follows the other.
 *
 * @throws {CliError} TRACE_FAILED
 */
export async function runWatch(
  io: Io,
  tracer: MessageTracer,
  { intervalMs = 2000, ...format }: RunWatchOptions,
): Promise<void> {
  const { stdout, signal } = io
  for (let block = 0; !signal.aborted; block++) {
    const record = await unlessAborted(signal, () => tracer.traceAndAsk())
    if (record === undefined) return
    const between = format.format === 'text' && block > 0 ? '\n' : ''
    stdout.write((stdout.isTerminal ? CLEAR : between) + formatTrace(io, record, format))
    await unlessAborted(signal, () => setTimeout(intervalMs, undefined, { signal }))
  }
}

// Clears the screen and goes to its beginning.
const CLEAR = '\u001b[2J\u001b[H'

// To end it is what the person is to do, and no failure.
async function unlessAborted<T>(
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await work()
  } catch (error) {
    if (signal.aborted) return undefined
    throw error
  }
}

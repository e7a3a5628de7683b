import type { BridgeFigures } from '@hopscope/telemetry/bridge'
import { styleText } from 'node:util'
import type { Output } from '../io.ts'
import { levelOf, type BridgeLog, type LogEntry } from './bridge-log.ts'
import { describeEntry } from './describe-entry.ts'
import { describeProgress } from './describe-progress.ts'
import { StatusLine } from './status-line.ts'

/** How {@link textLog} shows how far a bridge is. */
export interface Progress {
  /** Absent until it runs. */
  readonly figures: () => BridgeFigures | undefined
  /** Milliseconds between two looks. @default 250 */
  readonly intervalMs?: number
}

/** Writes a line for each entry that a person wants to know of, and in a terminal one that shows how far the bridge is. */
export function textLog(stderr: Output, { figures, intervalMs = 250 }: Progress): BridgeLog {
  const status = new StatusLine(stderr)
  const told = new Map<string, string>()
  const look = (): void => {
    const current = figures()
    if (current !== undefined) status.show(describeProgress(current))
  }
  const timer = stderr.isTerminal ? setInterval(look, intervalMs) : undefined
  timer?.unref()
  return {
    tell: (entry) => {
      const text = describeEntry(entry)
      if (isRepeated(told, entry, text)) return
      if (text !== '') status.above(`${label(entry, stderr)}${text}\n`)
    },
    [Symbol.dispose]: () => {
      clearInterval(timer)
      status[Symbol.dispose]()
    },
  }
}

// What goes on being wrong is tried again and again, and told once.
function isRepeated(told: Map<string, string>, entry: LogEntry, text: string): boolean {
  const signal = 'signal' in entry ? (entry.signal ?? '') : ''
  if (entry.kind === 'problem' && told.get(signal) === text) return true
  if (entry.kind !== 'figures') told.set(signal, text)
  return false
}

function label(entry: LogEntry, { color }: Output): string {
  const level = levelOf(entry)
  if (level === 'info') return ''
  const [text, style] =
    level === 'warn' ? (['warning:', 'yellow'] as const) : (['error:', 'red'] as const)
  return `${color ? styleText([style, 'bold'], text, { validateStream: false }) : text} `
}

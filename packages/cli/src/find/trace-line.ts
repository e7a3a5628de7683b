import { plainText } from '@hopscope/path/text'
import type { TraceSummary } from '@hopscope/viewer'
import { styleText } from 'node:util'
import type { Output } from '../io.ts'
import { formatTook } from './format-took.ts'

/** A trace as one line: when it began, its id, how long it took, what began it, and what is notable. */
export function traceLine(trace: TraceSummary, output: Output): string {
  const { traceId, startMs, durationMs, root, subject } = trace
  const time = new Date(startMs).toISOString()
  const began = root ? `${root.service} ${root.name}` : (subject ?? '(begin not seen)')
  const isTold = root === undefined || subject === undefined || root.name.includes(subject)
  const parts = [
    paint('dim', time, output),
    traceId,
    formatTook(durationMs).padStart(7),
    plainText(began),
    ...(isTold ? [] : [plainText(subject)]),
    paint('dim', trace.spanCount === 1 ? '1 span' : `${trace.spanCount} spans`, output),
    ...notes(trace).map((note) => paint('red', note, output)),
  ]
  return parts.join('  ')
}

function notes({ errorCount, maxDeliveryCount, flags }: TraceSummary): readonly string[] {
  return flags.map((flag) => {
    switch (flag) {
      case 'error':
        return `✗ ${errorCount} failed`
      case 'redelivered':
        return `×${maxDeliveryCount}`
      default:
        return WORDS[flag]
    }
  })
}

const WORDS = {
  'dead-letter': 'dead letter',
  'broken-context': 'context lost',
  'missing-spans': 'spans missing',
  'account-stop': 'stopped at an account',
  'dry-run': 'dry run',
} as const

function paint(style: 'dim' | 'red', text: string, { color }: Output): string {
  return color ? styleText(style, text, { validateStream: false }) : text
}

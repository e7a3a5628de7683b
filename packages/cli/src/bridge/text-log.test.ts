import { expect, test } from 'vitest'
import { textLog } from './text-log.ts'

test('a problem that goes on is told once, and again when something else happened', () => {
  const lines: string[] = []
  using log = textLog(output(lines), { figures: () => undefined })
  log.tell(PROBLEM)
  log.tell(PROBLEM)
  log.tell({ kind: 'resumed', signal: 'logs', outageMs: 5 })
  log.tell(PROBLEM)

  expect(lines).toEqual([
    'error: logs: no consumer; look\n',
    'logs: sent again after 5 ms\n',
    'error: logs: no consumer; look\n',
  ])
})

test('what matters is labelled', () => {
  const lines: string[] = []
  using log = textLog(output(lines), { figures: () => undefined })
  log.tell({ kind: 'reconnected', server: 's' })
  log.tell({ kind: 'disconnected', server: 's' })
  log.tell({ kind: 'discarded', signal: 'logs', count: 1 })

  expect(lines.map((line) => line.split(' ')[0])).toEqual(['connected', 'warning:', 'error:'])
})

const PROBLEM = {
  kind: 'problem',
  signal: 'logs',
  message: 'no consumer',
  hint: 'look',
  cause: undefined,
} as const

function output(lines: string[]) {
  return {
    write: (text: string) => void lines.push(text),
    width: 80,
    isTerminal: false,
    color: false,
  }
}

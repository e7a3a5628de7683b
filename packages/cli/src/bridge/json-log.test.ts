import { expect, test } from 'vitest'
import { jsonLog } from './json-log.ts'

test('each entry is one line of JSON', () => {
  const lines: string[] = []
  using log = jsonLog(output(lines), () => new Date('2026-11-21T04:28:04.491Z'))
  log.tell({ kind: 'resumed', signal: 'traces', outageMs: 5 })
  log.tell({
    kind: 'problem',
    signal: 'logs',
    message: 'm',
    hint: undefined,
    cause: new Error('c'),
  })

  expect(lines).toEqual([
    '{"time":"2026-11-21T04:28:04.491Z","level":"info","event":"resumed","signal":"traces","outageMs":5}\n',
    '{"time":"2026-11-21T04:28:04.491Z","level":"error","event":"problem","signal":"logs","message":"m","cause":"c"}\n',
  ])
})

function output(lines: string[]) {
  return {
    write: (text: string) => void lines.push(text),
    width: 80,
    isTerminal: false,
    color: false,
  }
}

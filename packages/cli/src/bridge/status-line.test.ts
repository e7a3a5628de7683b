import { expect, test } from 'vitest'
import { StatusLine } from './status-line.ts'

test('a line takes the place of the one before, and others go by above it', () => {
  const terminal = output({ isTerminal: true })
  using status = new StatusLine(terminal)
  status.show('one')
  status.show('one')
  status.show('two')
  status.above('something happened\n')
  status[Symbol.dispose]()

  expect(terminal.written).toEqual([
    '\r\u001b[2Kone',
    '\r\u001b[2Ktwo',
    '\r\u001b[2Ksomething happened\n',
    'two',
    '\r\u001b[2K',
  ])
})

test('it is never wider than the terminal', () => {
  const terminal = output({ isTerminal: true, width: 10 })
  using status = new StatusLine(terminal)
  status.show('a text that is too long')

  expect(terminal.written).toEqual(['\r\u001b[2Ka text t…'])
})

test('where there is no terminal there are only the other lines', () => {
  const pipe = output({ isTerminal: false })
  using status = new StatusLine(pipe)
  status.show('one')
  status.above('something happened\n')

  expect(pipe.written).toEqual(['something happened\n'])
})

function output({
  isTerminal,
  width = 80,
}: {
  readonly isTerminal: boolean
  readonly width?: number
}) {
  const written: string[] = []
  return {
    write: (text: string) => void written.push(text),
    width,
    isTerminal,
    color: false,
    written,
  }
}

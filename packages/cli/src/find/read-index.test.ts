import { expect, test } from 'vitest'
import { fakeIo } from '../../test/fake-io.ts'
import { readIndex } from './read-index.ts'

test('a connection that is lost ends waiting for what can be read no more', async () => {
  const io = fakeIo({ width: 80 })
  const reading = readIndex(io, unread(300), Promise.resolve())

  await expect(reading).rejects.toMatchObject({ code: 'CONNECTION_FAILED' })
  expect(io.stderr.text).toBe('\r\x1b[2Kreading, 300 messages to go …\r\x1b[2K')
})

test('how far it is is told when it changes', async () => {
  const io = fakeIo({ width: 80 })
  const index = unread(2)
  const reading = readIndex(io, index, new Promise(() => {}))
  for (const pending of [2, 1, 1, 0]) index.read(pending)
  await reading

  expect(io.stderr.text.split('\r\x1b[2K')).toEqual([
    '',
    'reading, 2 messages to go …',
    'reading, 1 messages to go …',
    '',
  ])
})

/** An index of a stream that has yet to be read. */
function unread(messages: number) {
  let pending = messages
  let told = (): void => {}
  return {
    source: { state: 'reading' as const, stream: 'TELEMETRY' },
    get coverage() {
      return { firstSequence: 1, lastSequence: 1, pending, isComplete: pending === 0 }
    },
    onChange: (listener: (...change: never) => void) => {
      told = () => Reflect.apply(listener, undefined, [])
      return () => {}
    },
    read(left: number): void {
      pending = left
      told()
    },
  }
}

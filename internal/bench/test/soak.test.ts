import { expect, test } from 'vitest'
import { formatGrowth, formatMark } from '../src/soak/format-soak.ts'
import { growthOf, type MemoryMark } from '../src/soak/memory.ts'
import { soak, SOAK_MODES } from '../src/soak/soak.ts'

const MIB = 1024 ** 2

test('memory that stays is flat, and so is some that a larger young generation takes', () => {
  expect(growthOf([mark(1), mark(10)]).isGrowing).toBe(false)
  expect(growthOf([mark(1), mark(10, { rssBytes: 200 * MIB })]).isGrowing).toBe(false)
})

test.each([
  ['objects', { heapBytes: 29 * MIB }],
  ['buffers', { externalBytes: 15 * MIB }],
  ['the process', { rssBytes: 300 * MIB }],
])('memory of %s that is more at the end is growing', (_, more) => {
  expect(growthOf([mark(1), mark(5), mark(10, more)]).isGrowing).toBe(true)
})

test('a line says what is held, and one whether it grew', () => {
  expect(formatMark('recorder', mark(5))).toBe(
    'recorder: 5 messages: heap 20.0 MiB, buffers 6.0 MiB, rss 150.0 MiB\n',
  )
  expect(formatGrowth('no SDK', [mark(1), mark(9, { heapBytes: 30 * MIB })])).toBe(
    'no SDK: GROWS: live 10.0 MiB, rss 0.0 MiB more\n',
  )
})

test.each(SOAK_MODES)('a soak with %s has three marks, and lost no span', async (mode) => {
  const marks: MemoryMark[] = []
  for await (const each of soak({ mode, messages: 2_000 })) marks.push(each)

  expect(marks.map(({ messages }) => messages)).toEqual([200, 1_000, 2_000])
})

function mark(messages: number, more: Partial<MemoryMark> = {}): MemoryMark {
  return {
    messages,
    heapBytes: 20 * MIB,
    externalBytes: 6 * MIB,
    rssBytes: 150 * MIB,
    ...more,
  }
}

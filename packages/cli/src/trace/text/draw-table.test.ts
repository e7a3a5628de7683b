import { displayWidth } from '@hopscope/path/text'
import { expect, test } from 'vitest'
import { drawTable } from './draw-table.ts'

test('columns stand below each other, numbers aligned by their end', () => {
  expect(drawTable([...TITLES, ['billing', '7'], ['倉庫', '120']], { right: [1] }))
    .toMatchInlineSnapshot(`
    "client   messages
    billing         7
    倉庫          120"
  `)
})

test('a terminal that is too narrow cuts the widest cells', () => {
  const rows = [...TITLES, ['a-client-with-a-very-long-name', '7'], ['倉庫'.repeat(20), '120']]
  const table = drawTable(rows, { right: [1], width: 24 })

  expect(table).toMatchInlineSnapshot(`
    "client          messages
    a-client-with…         7
    倉庫倉庫倉庫…        120"
  `)
  expect(Math.max(...table.split('\n').map((line) => displayWidth(line)))).toBeLessThanOrEqual(24)
})

test('no line is wider than the narrowest of terminals', () => {
  const row = Array.from({ length: 7 }, () => 'some text')

  expect(displayWidth(drawTable([row], { width: 20 }))).toBe(20)
})

const TITLES = [['client', 'messages']]

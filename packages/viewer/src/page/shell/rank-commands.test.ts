import { expect, test } from 'vitest'
import { rankCommands } from './rank-commands.ts'

const COMMANDS = ['Traces', 'Messages', 'Dead letters', 'Theme: dark', 'Status'].map((title) => ({
  title,
}))

test('without a text all are there, as they were', () => {
  expect(titles('  ')).toEqual(['Traces', 'Messages', 'Dead letters', 'Theme: dark', 'Status'])
})

test('a title that begins so comes before a word that does, and before scattered letters', () => {
  expect(titles('d')).toEqual(['Dead letters', 'Theme: dark'])
  expect(titles('da')).toEqual(['Theme: dark', 'Dead letters'])
})

test('letters in another order find nothing', () => {
  expect(titles('sutats')).toEqual([])
})

function titles(text: string): readonly string[] {
  return rankCommands(COMMANDS, text).map(({ title }) => title)
}

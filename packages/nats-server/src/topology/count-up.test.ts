import { expect, test } from 'vitest'
import { countUp } from './count-up.ts'

test('counts every server once, though it may have to be started again', () => {
  const lines: string[] = []
  const onUp = countUp(3, (line) => lines.push(line))
  onUp('C1N1')
  onUp('C1N2')
  onUp('C1N1')

  expect(lines).toEqual(['1 of 3 servers up', '2 of 3 servers up'])
})

import { expect, test } from 'vitest'
import { cutCircles } from './cut-circles.ts'

test('leaves a forest as it is', () => {
  expect([...cutCircles(Int32Array.of(-1, 0, 1, -1, 3))]).toEqual([-1, 0, 1, -1, 3])
})

test('takes one link out of each circle', () => {
  expect([...cutCircles(Int32Array.of(1, 2, 0, 4, 3))]).toEqual([-1, 2, 0, -1, 3])
})

test('a span that names itself becomes a root', () => {
  expect([...cutCircles(Int32Array.of(0, 0))]).toEqual([-1, 0])
})

test('keeps what hangs on a circle', () => {
  expect([...cutCircles(Int32Array.of(1, 2, 1))]).toEqual([1, -1, 1])
})

import { expect, test } from 'vitest'
import { Waits } from './waits.ts'
import { Window } from './window.ts'

test('who comes when it is full waits, in the order of coming', async () => {
  const window = new Window(1, new Waits())
  const entered: string[] = []
  const enter = (name: string) => window.enter().then(() => entered.push(name))

  await enter('a')
  const waiting = [enter('b'), enter('c')]
  window.leave()
  await waiting[0]
  const afterOne = [...entered]
  window.leave()
  await waiting[1]

  expect([afterOne, entered]).toEqual([
    ['a', 'b'],
    ['a', 'b', 'c'],
  ])
})

test('a place that nobody waits for is kept', async () => {
  const window = new Window(1, new Waits())

  await window.enter()
  window.leave()

  await expect(window.enter()).resolves.toBeUndefined()
})

test('who gives up waiting takes no place', async () => {
  const waits = new Waits()
  const window = new Window(1, waits)
  await window.enter()
  const givenUp = window.enter()
  const reason = new Error('given up')

  waits.interrupt(reason)
  await expect(givenUp).rejects.toBe(reason)
  window.leave()

  await expect(window.enter()).resolves.toBeUndefined()
})

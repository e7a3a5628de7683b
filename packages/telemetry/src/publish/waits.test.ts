import { expect, test } from 'vitest'
import { Waits } from './waits.ts'

test('a wait ends with what it waited for, and undoes what it began', async () => {
  const undone: string[] = []
  const waits = new Waits()

  const value = await waits.for<number>((resolve) => {
    resolve(7)
    return () => undone.push('undone')
  })

  expect([value, undone]).toEqual([7, ['undone']])
})

test('what is interrupted fails, and waiting goes on after it', async () => {
  const waits = new Waits()
  const reason = new Error('interrupted')
  const waiting = waits.for(() => () => {})

  waits.interrupt(reason)

  await expect(waiting).rejects.toBe(reason)
  await expect(waits.for<number>((resolve) => (resolve(1), () => {}))).resolves.toBe(1)
})

test('nothing is waited for after the end', async () => {
  const waits = new Waits()
  const reason = new Error('closed')

  waits.close(reason)
  waits.close(new Error('closed again'))

  await expect(waits.for(() => () => {})).rejects.toBe(reason)
})

test('what throws when it begins is the reason', async () => {
  const reason = new Error('cannot begin')

  const waiting = new Waits().for(() => {
    throw reason
  })

  await expect(waiting).rejects.toBe(reason)
})

import '@hopscope/observe/node'
import { AsyncLocalStorage } from 'node:async_hooks'
import { context, createContextKey, ROOT_CONTEXT, type Context } from '@opentelemetry/api'
import { expect, test } from 'vitest'
import { handlerRunner } from './handler-runner.ts'

const KEY = createContextKey('test')

test('of handlers that are called in turn, each has its own context, also after it has awaited', async () => {
  const runIn = handlerRunner()
  const read = async () => {
    const before = active()
    await Promise.resolve()
    return [before, active()]
  }

  const handlers = ['a', 'b'].map((text) => runIn(value(text), read, undefined))

  expect(active()).toBeUndefined()
  expect(await Promise.all(handlers)).toEqual([
    ['a', 'a'],
    ['b', 'b'],
  ])
})

test('a handler that another one has called has what is active in that one', () => {
  const runIn = handlerRunner()
  const other = new AsyncLocalStorage<string>()

  const callAnother = () => {
    const inner = other.run('inside', () =>
      runIn(value('inner'), () => [active(), other.getStore()], undefined),
    )
    return [...inner, active(), other.getStore()]
  }
  const seen = runIn(value('outer'), callAnother, undefined)

  expect(seen).toEqual(['inner', 'inside', 'outer', undefined])
})

test('handlers of a later turn have what is active then', async () => {
  const runIn = handlerRunner()
  const other = new AsyncLocalStorage<string>()
  const call = () => runIn(value('a'), () => other.getStore(), undefined)

  const first = other.run('first', call)
  await Promise.resolve()
  const second = other.run('second', call)

  expect([first, second]).toEqual(['first', 'second'])
})

test('a handler that throws does not change how the next one is called', () => {
  const runIn = handlerRunner()
  const fail = (): never => {
    throw new Error('no')
  }

  expect(() => runIn(value('a'), fail, undefined)).toThrow('no')
  expect(runIn(value('b'), active, undefined)).toBe('b')
  expect(active()).toBeUndefined()
})

function active(): unknown {
  return context.active().getValue(KEY)
}

function value(text: string): Context {
  return ROOT_CONTEXT.setValue(KEY, text)
}

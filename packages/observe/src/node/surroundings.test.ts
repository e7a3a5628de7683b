import { AsyncLocalStorage } from 'node:async_hooks'
import { createContextKey, ROOT_CONTEXT, type Context } from '@opentelemetry/api'
import { expect, test } from 'vitest'
import { AsyncLocalStorageContextManager } from './index.ts'

const KEY = createContextKey('test')

test('in surroundings, each work has its own context, also after it has awaited', async () => {
  const manager = new AsyncLocalStorageContextManager()
  const surroundings = manager.surroundings()
  const read = async () => {
    const before = manager.active().getValue(KEY)
    await Promise.resolve()
    return [before, manager.active().getValue(KEY)]
  }

  const works = ['a', 'b'].map((text) => surroundings.with(value(text), read, undefined))

  expect(manager.active()).toBe(ROOT_CONTEXT)
  expect(await Promise.all(works)).toEqual([
    ['a', 'a'],
    ['b', 'b'],
  ])
})

test('in surroundings, all that was active where they were made is active', () => {
  const manager = new AsyncLocalStorageContextManager()
  const other = new AsyncLocalStorage<string>()

  const seen = other.run('there', () => {
    const surroundings = manager.surroundings()
    return ['a', 'b'].map((text) =>
      surroundings.with(value(text), () => other.getStore(), undefined),
    )
  })

  expect(seen).toEqual(['there', 'there'])
})

test('what work attaches is not active after it, nor in the work that follows', () => {
  const manager = new AsyncLocalStorageContextManager()
  const surroundings = manager.surroundings()

  surroundings.with(value('a'), () => manager.attach(value('attached')), undefined)

  expect(manager.active()).toBe(ROOT_CONTEXT)
  expect(surroundings.with(value('b'), () => manager.active().getValue(KEY), undefined)).toBe('b')
  expect(manager.active()).toBe(ROOT_CONTEXT)
})

test('what work throws is thrown, and its context is active no longer', () => {
  const manager = new AsyncLocalStorageContextManager()
  const fail = (): never => {
    throw new Error('no')
  }

  expect(() => manager.surroundings().with(value('a'), fail, undefined)).toThrow('no')
  expect(manager.active()).toBe(ROOT_CONTEXT)
})

function value(text: string): Context {
  return ROOT_CONTEXT.setValue(KEY, text)
}

import { expect, test } from 'vitest'
import { type Binding, type BindingGroup, type Key, keyName, matchKeys } from './binding.ts'

test.each([
  [{ key: 'j' }, 'j'],
  [{ key: 'E' }, 'E'],
  [{ key: '?' }, '?'],
  [{ key: ' ' }, 'Space'],
  [{ key: 'K', ctrlKey: true }, 'Mod+k'],
  [{ key: 'k', metaKey: true }, 'Mod+k'],
  [{ key: 'Shift' }, undefined],
  [{ key: 'j', altKey: true }, undefined],
])('%o is the key %s', (event, name) => {
  expect(keyName(press(event))).toBe(name)
})

test('a key runs what is bound to it', () => {
  expect(labels(matchKeys([group(['j', 'next'])], ['j'], false))).toEqual(['next'])
})

test('the group that was added last comes first', () => {
  const groups = [group(['/', 'search everywhere']), group(['/', 'find in the trace'])]

  expect(labels(matchKeys(groups, ['/'], false))).toEqual([
    'find in the trace',
    'search everywhere',
  ])
})

test('the begin of a sequence waits for the rest', () => {
  const groups = [group(['g t', 'traces'])]

  expect(matchKeys(groups, ['g'], false)).toEqual({ type: 'wait' })
  expect(labels(matchKeys(groups, ['g', 't'], false))).toEqual(['traces'])
})

test('keys that nobody wants are left to the browser', () => {
  expect(matchKeys([group(['g t', 'traces'])], ['g', 'x'], false)).toEqual({ type: 'none' })
})

test('while the reader types only keys that say so work', () => {
  const groups = [
    group(['j', 'next']),
    { title: 'all', bindings: [binding('Mod+k', 'commands', true)] },
  ]

  expect(matchKeys(groups, ['j'], true)).toEqual({ type: 'none' })
  expect(labels(matchKeys(groups, ['Mod+k'], true))).toEqual(['commands'])
})

function press(event: Partial<Key>): Key {
  return { key: '', ctrlKey: false, metaKey: false, altKey: false, ...event }
}

function group(...bindings: readonly (readonly [keys: string, label: string])[]): BindingGroup {
  return { title: 'list', bindings: bindings.map(([keys, label]) => binding(keys, label, false)) }
}

function binding(keys: string, label: string, whileTyping: boolean): Binding {
  return { keys, label, run: () => {}, whileTyping }
}

function labels(match: ReturnType<typeof matchKeys>): readonly string[] {
  return match.type === 'run' ? match.bindings.map(({ label }) => label) : []
}

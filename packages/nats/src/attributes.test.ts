import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { ATTRIBUTE } from './attributes.ts'

test('the reference lists every attribute of messages, and no other', () => {
  const path = new URL('../../../docs/reference/attributes.md', import.meta.url)
  const [, messages = ''] = /## Messages\n([^]*?)\n## /.exec(readFileSync(path, 'utf8')) ?? []
  const listed = [...messages.matchAll(/^\| `([^`]+)`/gm)].map(([, name]) => name)

  expect(listed.toSorted()).toEqual(Object.values(ATTRIBUTE).toSorted())
})

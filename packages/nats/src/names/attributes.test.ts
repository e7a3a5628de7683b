import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { METRIC } from '../metrics/instruments.ts'
import { ATTRIBUTE } from './attributes.ts'

test('the reference lists every attribute of messages, and no other', () => {
  expect(listed('## Messages')).toEqual(new Set(Object.values(ATTRIBUTE)))
})

test('the reference lists every metric of messages, and no other', () => {
  expect(listed('### Metrics of messages')).toEqual(new Set(Object.values(METRIC)))
})

/** The first column of the table below a heading. */
function listed(heading: string): ReadonlySet<string> {
  const path = new URL('../../../../docs/reference/attributes.md', import.meta.url)
  const text = readFileSync(path, 'utf8')
  const [, section = ''] = text.split(`${heading}\n`)
  const [rows = ''] = section.split(/^##/m)
  return new Set([...rows.matchAll(/^\| `([^`]+)`/gm)].map(([, name = '']) => name))
}

import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeTraceparent } from './decode-traceparent.ts'
import { parseTraceparent } from './traceparent.ts'

const TRACEPARENT = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'

test('reads the bytes from where it is told', () => {
  const span = decodeTraceparent(bytesOf(`traceparent: ${TRACEPARENT}\r\n`), 13)

  expect(span?.spanContext()).toEqual(parseTraceparent(TRACEPARENT))
})

test.each([
  ['a later version', `cc${TRACEPARENT.slice(2)}`],
  ['bytes that end too early', TRACEPARENT.slice(0, -1)],
  ['nothing', ''],
])('leaves %s to others', (_, text) => {
  expect(decodeTraceparent(bytesOf(text), 0)).toBeUndefined()
})

test('says of 55 characters of version 00 what is said of their text', () => {
  fc.assert(
    fc.property(nearTraceparents(), (text) => {
      expect(decodeTraceparent(bytesOf(text), 0)?.spanContext()).toEqual(parseTraceparent(text))
    }),
    { numRuns: 1000 },
  )
})

function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0))
}

/** A traceparent of which a few characters behind the version are replaced, at times all of an id. */
function nearTraceparents() {
  const replacements = fc.constantFrom(...'0af-gAF\u00e9'.split(''), '0'.repeat(16), '0'.repeat(32))
  const edit = fc.tuple(fc.integer({ min: 3, max: 54 }), replacements)
  return fc
    .array(edit, { maxLength: 3 })
    .map((edits) =>
      edits
        .reduce(
          (text, [at, by]) => text.slice(0, at) + by + text.slice(at + by.length),
          TRACEPARENT,
        )
        .slice(0, 55),
    )
}

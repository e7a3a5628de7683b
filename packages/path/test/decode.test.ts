import { expect, test } from 'vitest'
import { decodeTraceEvent } from '../src/index.ts'
import { decodeJson, scenarios, type EventRecord } from './server-events.ts'

test.each(recorded())('reads the recorded event $name', ({ record }) => {
  expect(decodeJson(record.json)).toMatchObject({ server: { version: '2.15.1' } })
})

test.each(compressed())('reads the compressed event $name as the plain one', ({ record }) => {
  expect(decodeTraceEvent(record.compressed, record.contentEncoding)).toEqual(
    decodeJson(record.json),
  )
})

interface Case {
  readonly name: string
  readonly record: EventRecord
}

function recorded(): readonly Case[] {
  return scenarios().flatMap(({ name, records }) =>
    records.map((record, index) => ({ name: `${name} ${index}`, record })),
  )
}

function compressed(): readonly (Case & {
  readonly record: { readonly compressed: Uint8Array }
})[] {
  return recorded().flatMap(({ name, record }) =>
    record.compressed === undefined
      ? []
      : [{ name, record: { ...record, compressed: record.compressed } }],
  )
}

import { readdirSync, readFileSync } from 'node:fs'
import { headerRule } from '@hopscope/observe/headers'
import { expect, test } from 'vitest'

const RECORDED = new URL('../../nestjs/test/fixtures/', import.meta.url)

test('knows every header that nestjs-jetstream was recorded to write, but for the application', () => {
  const unknown = recordedNames().filter((name) => headerRule(name) === undefined)

  expect(new Set(unknown)).toEqual(
    new Set([
      'X-Request-Id',
      'X-Tenant-Id',
      'application-foo',
      'authorization',
      'x-empty',
      'x-tenant-id',
    ]),
  )
})

test('was recorded writing everything of the contract that it can set itself', () => {
  const names = new Set(recordedNames().map((name) => name.toLowerCase()))

  expect([...names].filter((name) => /^(x|trace|baggage)/.test(name))).toEqual(
    expect.arrayContaining([
      'traceparent',
      'tracestate',
      'baggage',
      'x-correlation-id',
      'x-reply-to',
      'x-error',
      'x-subject',
      'x-caller-name',
      'x-dead-letter-reason',
      'x-original-subject',
      'x-original-stream',
      'x-failed-at',
      'x-delivery-count',
    ]),
  )
})

function recordedNames(): readonly string[] {
  return readdirSync(RECORDED)
    .filter((file) => file.endsWith('.json'))
    .flatMap((file) => namesIn(JSON.parse(readFileSync(new URL(file, RECORDED), 'utf8'))))
}

// Headers are recorded at several depths, always as a list of pairs under this key.
function namesIn(value: unknown, key = ''): readonly string[] {
  if (typeof value !== 'object' || value === null) return []
  if (key === 'headers' && Array.isArray(value)) return value.map(([name]) => String(name))
  return Object.entries(value).flatMap(([inner, of]) => namesIn(of, inner))
}

import { expect, test } from 'vitest'
import { compareVersions, formatVersion, parseVersion, parseVersionOutput } from './version.ts'

test.each([
  ['2.14.0', { major: 2, minor: 14, patch: 0 }],
  ['v2.15.1', { major: 2, minor: 15, patch: 1 }],
  ['2.15.0-RC.1', { major: 2, minor: 15, patch: 0 }],
  ['2.14', undefined],
  ['newest', undefined],
  ['1.2.3.4', undefined],
])('reads the version %s', (text, version) => {
  expect(parseVersion(text)).toEqual(version)
})

test('reads what nats-server prints', () => {
  expect(parseVersionOutput('nats-server: v2.15.1\n')).toEqual({ major: 2, minor: 15, patch: 1 })
})

test('does not take the version of another program for that of a server', () => {
  expect(parseVersionOutput('v26.10.0\n')).toBeUndefined()
  expect(parseVersionOutput('nats-streaming-server version 0.25.6')).toBeUndefined()
})

test.each([
  ['2.9.10', '2.14.0'],
  ['2.14.0', '2.14.1'],
  ['2.14.9', '3.0.0'],
])('knows that %s is older than %s', (older, newer) => {
  expect(order(older, newer)).toBeLessThan(0)
  expect(order(newer, older)).toBeGreaterThan(0)
})

test('takes a version for as old as itself', () => {
  expect(order('2.14.0', 'v2.14.0')).toBe(0)
})

test('writes a version as it reads it', () => {
  expect(formatVersion({ major: 2, minor: 15, patch: 1 })).toBe('2.15.1')
})

function order(a: string, b: string): number {
  const zero = { major: 0, minor: 0, patch: 0 }
  return compareVersions(parseVersion(a) ?? zero, parseVersion(b) ?? zero)
}

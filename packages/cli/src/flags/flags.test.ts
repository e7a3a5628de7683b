import { expect, test } from 'vitest'
import { byteSize, byteSizeOrUnlimited } from './byte-size.ts'
import { moment } from './moment.ts'
import { parsePort } from './port.ts'
import { collectList } from './collect.ts'
import { duration } from './duration.ts'
import { wholeNumber } from './whole-number.ts'

test.each([
  ['500ms', 500],
  ['1h30m', 5_400_000],
  ['7d', 604_800_000],
  ['1.5d', 129_600_000],
  ['2w', 1_209_600_000],
])('%s is %d ms', (text, ms) => {
  expect(duration()(text)).toBe(ms)
})

test.each(['', '5', '7 d', 'd', '-1s', '0', '1ns'])('%j is no duration', (text) => {
  expect(() => duration()(text)).toThrow('It must be a duration')
})

test('a duration may have limits', () => {
  expect(duration({ least: 0 })('0')).toBe(0)
  expect(() => duration({ most: 1000 })('1001ms')).toThrow('It must be a duration')
})

test.each([
  ['4096', 4096],
  ['1KB', 1000],
  ['1.5 KiB', 1536],
  ['512mib', 512 * 1024 ** 2],
  ['1GB', 1e9],
])('%s is %d bytes', (text, bytes) => {
  expect(byteSize(text)).toBe(bytes)
})

test.each(['', '0', '-1', '1XB', 'KiB', '9999999TiB'])('%j is no size', (text) => {
  expect(() => byteSize(text)).toThrow('It must be a size')
})

test('a size may be unlimited', () => {
  expect(byteSizeOrUnlimited('unlimited')).toBe(-1)
})

test.each(['', '0', '6', '1.5', '1e1', ' 1'])('%j is no whole number from 1 to 5', (text) => {
  expect(() => wholeNumber(1, 5)(text)).toThrow('It must be a whole number, 1 to 5.')
})

test('a list is told at once or bit by bit', () => {
  expect(collectList('c', collectList('a, b'))).toEqual(['a', 'b', 'c'])
})

test('a time is a date, or so long ago', () => {
  expect(moment('2026-01-31T09:30Z')).toEqual(new Date('2026-01-31T09:30:00Z'))
  expect(moment('2026-01-31')).toEqual(new Date('2026-01-31T00:00:00Z'))
  expect(Date.now() - moment('30m').getTime()).toBeCloseTo(30 * 60_000, -3)
})

test.each(['', 'yesterday', '2026', '2026-13-01', '-5m'])('%j is no time', (text) => {
  expect(() => moment(text)).toThrow('It must be so long ago')
})

test.each(['0', '65536', '-1', '80.5', 'http'])('%j is no port', (text) => {
  expect(() => parsePort(text)).toThrow('It must be a port')
})

import { expect, test } from 'vitest'
import {
  isServerTraceHeader,
  isTraceContextHeader,
  withoutServerTrace,
} from './without-server-trace.ts'

test('keeps the headers of the application and the trace context, as they were spelled', () => {
  const headers = [
    ['X-Tenant-Id', ['7']],
    ['Traceparent', ['00-…']],
    ['baggage', ['a=1', 'b=2']],
    ['x-caller-name', ['checkout']],
    ['x-dead-letter-reason', ['no stock']],
  ] as const

  expect(withoutServerTrace(headers)).toEqual(headers)
})

test.each([
  'Nats-Trace-Dest',
  'Nats-Trace-Only',
  'Nats-Trace-Hop',
  'Nats-Trace-Origin-Account',
  'Xats-Trace-Dest',
  'Nats-Msg-Id',
  'Nats-Expected-Stream',
  'Nats-Schedule',
  'nats-ttl',
])('drops %s', (name) => {
  const headers = [
    [name, ['1']],
    ['x-tenant-id', ['7']],
  ] as const

  expect(withoutServerTrace(headers)).toEqual([['x-tenant-id', ['7']]])
})

test('gives a traceparent its name back that a server took from it', () => {
  const headers = [
    ['x-tenant-id', ['7']],
    ['Xraceparent', ['00-…']],
  ] as const

  expect(withoutServerTrace(headers)).toEqual([
    ['x-tenant-id', ['7']],
    ['traceparent', ['00-…']],
  ])
})

test.each(['traceparent', 'Traceparent'])('drops Xraceparent where there is a %s', (name) => {
  const headers = [
    ['Xraceparent', ['00-…']],
    [name, ['01-…']],
  ] as const

  expect(withoutServerTrace(headers)).toEqual([[name, ['01-…']]])
})

test('makes no headers of none', () => {
  expect(withoutServerTrace(undefined)).toEqual([])
})

test('tells the headers of the trace context in any case', () => {
  expect(isTraceContextHeader('Traceparent')).toBe(true)
  expect(isTraceContextHeader('tracestate')).toBe(true)
  expect(isTraceContextHeader('baggage')).toBe(true)
  expect(isTraceContextHeader('Xraceparent')).toBe(false)
})

test('tells the headers of the servers from others of NATS', () => {
  expect(isServerTraceHeader('nats-trace-hop')).toBe(true)
  expect(isServerTraceHeader('Xats-Trace-Dest')).toBe(true)
  expect(isServerTraceHeader('Nats-Msg-Id')).toBe(false)
  expect(isServerTraceHeader('traceparent')).toBe(false)
})

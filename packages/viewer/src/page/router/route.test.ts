import { expect, test } from 'vitest'
import { formatRoute, parseRoute } from './route.ts'

test.each([
  ['/', { page: 'traces' }],
  ['/traces', { page: 'traces' }],
  ['/traces/', { page: 'traces' }],
  [
    '/t/4bf92f3577b34da6a3ce929d0e0e4736',
    { page: 'trace', traceId: '4bf92f3577b34da6a3ce929d0e0e4736' },
  ],
  ['/m/ORDERS/12', { page: 'message', stream: 'ORDERS', sequence: 12 }],
  ['/m/a%20b/1', { page: 'message', stream: 'a b', sequence: 1 }],
  ['/dlq', { page: 'dead-letters' }],
  ['/map', { page: 'map' }],
])('%s names its page', (path, route) => {
  expect(parseRoute(path)).toEqual(route)
})

test.each(['/nowhere', '/t', '/t/a/b', '/m/ORDERS', '/m/ORDERS/x', '/m/ORDERS/1/2', '/traces/1'])(
  '%s names no page',
  (path) => {
    expect(parseRoute(path)).toEqual({ page: 'unknown', path })
  },
)

test('a path that is no percent encoding is taken as it is', () => {
  expect(parseRoute('/t/%zz')).toEqual({ page: 'trace', traceId: '%zz' })
})

test.each([
  '/traces',
  '/t/abc',
  '/messages',
  '/m/ORDERS/7',
  '/dlq',
  '/map',
  '/services',
  '/probe',
  '/status',
  '/import',
])('%s is written as it was read', (path) => {
  expect(formatRoute(parseRoute(path))).toBe(path)
})

test('a stream with a slash in its name stays one part of the path', () => {
  expect(formatRoute({ page: 'message', stream: 'a/b', sequence: 1 })).toBe('/m/a%2Fb/1')
})

import { assert, property, record, nat, string } from 'fast-check'
import { expect, test } from 'vitest'
import { parseServers } from './parse-servers.ts'

test.each([
  ['nats://127.0.0.1:4333', '127.0.0.1:4333'],
  ['127.0.0.1', '127.0.0.1:4222'],
  ['example.org:80', 'example.org:80'],
  ['nats://example.org/', 'example.org:4222'],
  ['nats://[::1]:4333', '[::1]:4333'],
  ['tls://example.org', 'example.org:4222'],
])('%s is reached at %s', (text, address) => {
  expect(parseServers(text)).toMatchObject({ addresses: [address] })
})

test('several servers keep their order', () => {
  expect(parseServers('a:1, nats://b:2,,c')).toMatchObject({
    addresses: ['a:1', 'b:2', 'c:4222'],
    urls: ['nats://a:1', 'nats://b:2', 'nats://c:4222'],
  })
})

test('a login in a URL is taken out of it', () => {
  expect(parseServers('nats://bob:s%40fe@a:1')).toEqual({
    addresses: ['a:1'],
    urls: ['nats://a:1'],
    user: 'bob',
    password: 's@fe',
    tls: false,
  })
})

test('a name without a password is left for a token', () => {
  expect(parseServers('nats://t0ken@a:1')).toMatchObject({ user: 't0ken' })
  expect(parseServers('nats://t0ken@a:1')).not.toHaveProperty('password')
})

test('tls:// asks for TLS', () => {
  expect(parseServers('a,tls://b')).toMatchObject({ tls: true })
})

test.each([
  ['::::', '"::::" is no URL of a server'],
  ['nats://', '"nats://" is no URL of a server'],
  ['a:99999', '"a:99999" is no URL of a server'],
  ['a b', '"a b" is no URL of a server'],
  ['ws://a', 'servers are reached by nats:// or tls://, not ws://'],
  ['http://a:8222', 'servers are reached by nats:// or tls://, not http://'],
  [',', 'no server is named'],
])('%j is refused', (text, complaint) => {
  expect(parseServers(text)).toBe(complaint)
})

test.each([
  'nats://bob:s3cret#1@a:1',
  'nats://bob:s3cret%@a',
  'bob:s3cret@a:x',
  'nats://b:s3cret@x@a b',
  'nats://b:s3cret,x@a',
])('the complaint about %s does not hold the password', (text) => {
  const complaint = parseServers(text)

  expect(complaint).toContain('is no URL of a server')
  expect(complaint).not.toContain('s3cret')
})

test('any user and password come back as they were, once they are encoded', () => {
  const login = record({
    user: string({ minLength: 1, unit: 'grapheme' }),
    password: string({ minLength: 1, unit: 'grapheme' }),
    port: nat(65_534),
  })
  assert(
    property(login, ({ user, password, port }) => {
      const text = `nats://${encodeURIComponent(user)}:${encodeURIComponent(password)}@h:${port + 1}`
      expect(parseServers(text)).toEqual({
        addresses: [`h:${port + 1}`],
        urls: [`nats://h:${port + 1}`],
        user,
        password,
        tls: false,
      })
    }),
  )
})

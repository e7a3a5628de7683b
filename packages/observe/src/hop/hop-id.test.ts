import { readFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { hopSpanId, parentHop, type HopKey, unwrapReplySubject } from './hop-id.ts'

const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736'
const SPAN_ID = '00f067aa0ba902b7'
const PAGE = new URL('../../../../docs/reference/wire.md', import.meta.url)

// The vectors of FNV's authors hold the hash of the tests to the standard; the properties below
// hold the hash of the package to that.
test.each([
  ['', 0xcbf29ce484222325n],
  ['a', 0xaf63dc4c8601ec8cn],
  ['foobar', 0x85944171f73967e8n],
])('the reference hash of %j is that of FNV-1a', (text, hash) => {
  expect(fnv1a64(text)).toBe(hash)
})

test('is FNV-1a of the fields, one a line', () => {
  const text = `${TRACE_ID}\n${SPAN_ID}\nn1\n1.2\norders.new\nmsg-1\nstore ORDERS`
  const id = hopSpanId(hop({ hop: '1.2', messageId: 'msg-1', part: 'store ORDERS' }))

  expect(id).toBe(hex(fnv1a64(text)))
})

test('gives the ids that the reference page shows', () => {
  const page = readFileSync(PAGE, 'utf8')

  expect(hopSpanId(hop({}))).toBe('43ca834907e31656')
  expect(page).toMatch(/\| `n1` +\| +\| `orders.new` +\| +\| `43ca834907e31656` +\|/)
  expect(hopSpanId(hop({ hop: '1.2.1', part: 'store ORDERS' }))).toBe('ec63b837bef1a976')
  expect(page).toMatch(/\| `1.2.1` +\| `orders.new` +\| `store ORDERS` +\| `ec63b837bef1a976` +\|/)
})

test('hashes the UTF-8 of a subject', () => {
  expect(hopSpanId(hop({ subject: 'bestellung.größe.日本.🚀' }))).toBe('e03b09576457b588')
})

test('hashes the UTF-8 of any text', () => {
  fc.assert(
    fc.property(texts(), texts(), texts(), (server, subject, messageId) => {
      const text = `${TRACE_ID}\n${SPAN_ID}\n${server}\n\n${subject}\n${messageId}`

      expect(hopSpanId(hop({ server, subject, messageId }))).toBe(hex(fnv1a64(text)))
    }),
  )
})

test.each(['orders.', 'größe.', '日本.', '🚀.', '\ud800'])(
  'hashes a long subject of %j',
  (token) => {
    const subject = token.repeat(2000)
    const text = `${TRACE_ID}\n${SPAN_ID}\nn1\n\n${subject}\n`

    expect(hopSpanId(hop({ subject }))).toBe(hex(fnv1a64(text)))
    expect(hopSpanId(hop({}))).toBe('43ca834907e31656')
  },
)

test('tells apart what differs in any field', () => {
  const ids = [
    hop({}),
    hop({ traceId: '1'.repeat(32) }),
    hop({ producerSpanId: '1'.repeat(16) }),
    hop({ server: 'n2' }),
    hop({ hop: '1' }),
    hop({ subject: 'orders.old' }),
    hop({ messageId: '1' }),
    hop({ part: '1' }),
  ].map(hopSpanId)

  expect(new Set(ids).size).toBe(ids.length)
})

test('takes an absent message id as an empty one, and an absent part as none', () => {
  expect(hopSpanId(hop({ messageId: '' }))).toBe(hopSpanId(hop({})))
  expect(hopSpanId(hop({ part: '' }))).not.toBe(hopSpanId(hop({})))
})

test('takes the subject of a reply without what gateways wrap it in', () => {
  const reply = hopSpanId(hop({ subject: '_INBOX.abc.1' }))

  expect(hopSpanId(hop({ subject: '_GR_.1a2B3c.4d5E6f._INBOX.abc.1' }))).toBe(reply)
})

test.each(['_GR_.short.4d5E6f.orders', '_GR_.1a2B3c.orders', 'a._GR_.1a2B3c.4d5E6f.orders'])(
  'takes %s as it is',
  (subject) => {
    const text = `${TRACE_ID}\n${SPAN_ID}\nn1\n\n${subject}\n`

    expect(hopSpanId(hop({ subject }))).toBe(hex(fnv1a64(text)))
  },
)

test.each([
  ['1.2.1', '1.2'],
  ['1.2', '1'],
  ['1', ''],
  ['12', ''],
  ['10.11', '10'],
])('the parent of hop %s is hop %j', (child, parent) => {
  expect(parentHop(child)).toBe(parent)
})

test('the first hop has no parent', () => {
  expect(parentHop('')).toBeUndefined()
})

function hop(key: Partial<HopKey>): HopKey {
  return {
    traceId: TRACE_ID,
    producerSpanId: SPAN_ID,
    server: 'n1',
    hop: '',
    subject: 'orders.new',
    ...key,
  }
}

function texts() {
  return fc.string({ unit: 'binary' }).filter((text) => !text.startsWith('_GR_.'))
}

/** FNV-1a of 64 bits as its authors write it down. */
function fnv1a64(text: string): bigint {
  return new TextEncoder()
    .encode(text)
    .reduce(
      (hash, byte) => BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n),
      0xcbf29ce484222325n,
    )
}

function hex(hash: bigint): string {
  return hash.toString(16).padStart(16, '0')
}

test.each([
  ['_GR_.1a2B3c.4d5E6f._INBOX.abc.1', '_INBOX.abc.1'],
  ['orders.new', 'orders.new'],
  ['_GR_.short.4d5E6f.orders', '_GR_.short.4d5E6f.orders'],
])('clients see %s as %s', (subject, seen) => {
  expect(unwrapReplySubject(subject)).toBe(seen)
})

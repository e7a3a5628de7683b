import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { Backend, type Outcome } from '../src/otlp-http/index.ts'
import { answering, startOtlpServer, type Respond } from './otlp-http-server.ts'

const PROTOBUF = { 'content-type': 'application/x-protobuf' }
const JSON_ = { 'content-type': 'application/json; charset=utf-8' }

test('200 without a body is accepted', async () => {
  expect(await outcomeOf(answering(200))).toEqual({ kind: 'accepted', rejected: 0 })
})

test('what a backend dropped of a request is counted, from a protobuf answer', async () => {
  const body = Buffer.from('0a0b08031207746f6f206f6c64', 'hex')

  expect(await outcomeOf(answering(200, PROTOBUF, body))).toEqual({
    kind: 'accepted',
    rejected: 3,
    message: 'too old',
  })
})

test.each([
  { rejectedSpans: '3', errorMessage: 'too old' },
  { rejectedLogRecords: 3, errorMessage: 'too old' },
  { rejectedDataPoints: '3', errorMessage: 'too old' },
])('what a backend dropped of a request is counted, from the JSON %j', async (partialSuccess) => {
  expect(await outcomeOf(answering(200, JSON_, JSON.stringify({ partialSuccess })))).toEqual({
    kind: 'accepted',
    rejected: 3,
    message: 'too old',
  })
})

test.each(['-1', '1e999', 'many', '1.5', {}])(
  '%j is not taken for a count of what was dropped',
  async (rejectedSpans) => {
    const body = JSON.stringify({ partialSuccess: { rejectedSpans } })

    expect(await outcomeOf(answering(200, JSON_, body))).toMatchObject({ rejected: 0 })
  },
)

test.each([
  ['protobuf', PROTOBUF, Buffer.from('0a061204736c6f77', 'hex')],
  ['JSON', JSON_, '{"partialSuccess":{"errorMessage":"slow"}}'],
])('a warning in %s is passed on with nothing dropped', async (_, headers, body) => {
  expect(await outcomeOf(answering(200, headers, body))).toEqual({
    kind: 'accepted',
    rejected: 0,
    message: 'slow',
  })
})

test.each([
  ['an empty message', PROTOBUF, ''],
  ['an empty object', JSON_, '{}'],
  [
    'fields that are not known',
    PROTOBUF,
    Buffer.from('10051d0000000021000000000000000022017a', 'hex'),
  ],
  ['a partial success that says nothing', JSON_, '{"partialSuccess":{}}'],
])('an answer with %s is accepted as a whole', async (_, headers, body) => {
  expect(await outcomeOf(answering(200, headers, body))).toEqual({ kind: 'accepted', rejected: 0 })
})

test.each([
  ['of another type', { 'content-type': 'text/plain' }, 'ok', 'the answer is no OTLP: text/plain'],
  ['of no type', {}, 'ok', 'the answer is no OTLP: of no type'],
  ['that is no protobuf', PROTOBUF, '\n\u007f', 'the answer is no OTLP: application/x-protobuf'],
  ['that is no JSON', JSON_, '[', 'the answer is no OTLP: application/json'],
  [
    'of unknown compression',
    { 'content-encoding': 'br' },
    'x',
    'the answer is compressed by other than gzip',
  ],
  [
    'of broken compression',
    { 'content-encoding': 'gzip' },
    'x',
    'the answer is no gzip, as it says it is',
  ],
])('200 with an answer %s is accepted, and told of', async (_, headers, body, message) => {
  expect(await outcomeOf(answering(200, headers, body))).toEqual({
    kind: 'accepted',
    rejected: 0,
    message,
  })
})

test.each(['gzip', 'GZIP', 'x-gzip'])('an answer in %s is unpacked', async (encoding) => {
  const headers = { ...JSON_, 'content-encoding': encoding }
  const body = gzipSync('{"partialSuccess":{"rejectedSpans":"1","errorMessage":"m"}}')

  expect(await outcomeOf(answering(200, headers, body))).toMatchObject({
    rejected: 1,
    message: 'm',
  })
})

test.each([
  ['as it is', {}, Buffer.alloc(4 * 1024 ** 2 + 1, 0x20)],
  ['unpacked', { 'content-encoding': 'gzip' }, gzipSync(Buffer.alloc(5 * 1024 ** 2))],
])(
  'an answer above 4 MiB, %s, is not read, and the request not to be sent again',
  async (_, headers, body) => {
    const message = 'the answer is larger than 4 MiB'

    expect(await outcomeOf(answering(200, headers, body))).toEqual({
      kind: 'accepted',
      rejected: 0,
      message,
    })
    expect(await outcomeOf(answering(503, headers, body))).toEqual({
      kind: 'refused',
      status: 503,
      reason: `HTTP status 503, and ${message}`,
    })
  },
)

test('a web page is not taken for a backend', async () => {
  const page = answering(200, { 'content-type': 'text/html' }, '<!doctype html>')

  expect(await outcomeOf(page)).toEqual({ kind: 'absent', reason: 'a web page answers there' })
})

test.each([400, 401, 403, 408, 413, 415, 500, 501, 505])(
  'status %i is a refusal',
  async (status) => {
    expect(await outcomeOf(answering(status))).toEqual({
      kind: 'refused',
      status,
      reason: `HTTP status ${status}`,
    })
  },
)

test.each([429, 502, 503, 504])('after status %i it may be sent again', async (status) => {
  expect(await outcomeOf(answering(status))).toEqual({
    kind: 'unavailable',
    reason: `HTTP status ${status}`,
  })
})

test.each([404, 405])('status %i means that the signal is not offered', async (status) => {
  expect(await outcomeOf(answering(status))).toEqual({
    kind: 'absent',
    reason: `HTTP status ${status}`,
  })
})

test.each([
  [{ 'retry-after': '7' }, 7_000],
  [
    { 'retry-after': 'Sat, 21 Nov 2026 00:00:30 GMT', date: 'Sat, 21 Nov 2026 00:00:00 GMT' },
    30_000,
  ],
  [{ 'retry-after': 'Sat, 21 Nov 2026 00:00:00 GMT', date: 'Sat, 21 Nov 2026 00:00:30 GMT' }, 0],
  [{ 'retry-after': '99999999999999999999' }, 2_147_483_647],
])('%j is how long the backend asks to be left alone', async (headers, retryAfterMs) => {
  expect(await outcomeOf(answering(503, headers))).toMatchObject({ retryAfterMs })
})

test.each(['soon', '1.5', '-1', ''])('Retry-After: %j says nothing', async (value) => {
  expect(await outcomeOf(answering(429, { 'retry-after': value }))).toEqual({
    kind: 'unavailable',
    reason: 'HTTP status 429',
  })
})

test.each([
  ['a Status in protobuf', PROTOBUF, Buffer.from('08031203626164', 'hex')],
  ['a Status in JSON', JSON_, '{"code":3,"message":"bad"}'],
  ['an error in JSON', JSON_, '{"error":"bad"}'],
  ['an error with a message in JSON', JSON_, '{"error":{"message":"bad"}}'],
  ['a problem in JSON', { 'content-type': 'application/problem+json' }, '{"message":"bad"}'],
  ['plain text', { 'content-type': 'text/plain' }, ' \u001b\r\nbad\n'],
])('the reason has the words of the backend, from %s', async (_, headers, body) => {
  expect(await outcomeOf(answering(400, headers, body))).toMatchObject({
    reason: 'HTTP status 400: bad',
  })
})

test('words without end are cut off', async () => {
  const body = 'a'.repeat(10_000)

  const outcome = await outcomeOf(answering(400, { 'content-type': 'text/plain' }, body))
  expect(outcome).toMatchObject({ reason: expect.stringMatching(/^HTTP status 400: a{300,400}…$/) })
})

async function outcomeOf(respond: Respond): Promise<Outcome> {
  await using server = await startOtlpServer(respond)
  await using backend = new Backend({ endpoint: server.url })
  return await backend.send('traces', [Buffer.from('0a00', 'hex')])
}

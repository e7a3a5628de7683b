import { afterAll, beforeAll, expect, test } from 'vitest'
import { startW3cService, type W3cService } from '../src/start-w3c-service.ts'
import { startHarness, type Call, type Harness } from './harness.ts'
import { TRACE_CONTEXT_CASES, type CaseRequest } from './trace-context-cases.ts'

const SENT_TRACE_ID = '12345678901234567890123456789012'
const SENT_SPAN_ID = '1234567890123456'

let service: W3cService
let harness: Harness

beforeAll(async () => {
  service = await startW3cService(0)
  harness = await startHarness(service.url)
})

afterAll(async () => {
  await harness[Symbol.asyncDispose]()
  await service[Symbol.asyncDispose]()
})

test('there are 41 cases', () => {
  expect(new Set(TRACE_CONTEXT_CASES.map(({ name }) => name)).size).toBe(41)
})

test.each(TRACE_CONTEXT_CASES)('$name', async ({ requests }) => {
  const outcomes: Outcome[] = []
  for (const request of requests) outcomes.push(outcomeOf(await harness.send(request), request))

  expect(outcomes).toEqual(requests.map(expectedOf))
})

test.each([
  ['GET', '/test', 404],
  ['POST', '/other', 404],
])('%s %s is nothing that it answers', async (method, path, status) => {
  const response = await fetch(new URL(path, service.url), { method })

  expect(response.status).toBe(status)
})

test('says why it could not make the calls', async () => {
  const response = await fetch(service.url, { method: 'POST', body: 'no JSON' })

  expect(response.status).toBe(502)
  expect(await response.text()).toContain('SyntaxError')
})

/** What a request led to. */
interface Outcome {
  readonly traces: readonly (CaseRequest['trace'] | 'invalid')[]
  /** How many of the spans that called differ, from each other and from the one that was sent. */
  readonly spans: number
  readonly tracestates: readonly string[]
  readonly flags: readonly string[]
}

function expectedOf({ calls = 1, trace, tracestate = '', flags = '' }: CaseRequest): Outcome {
  return {
    traces: Array.from({ length: calls }, () => trace),
    spans: calls,
    tracestates: Array.from({ length: calls }, () => tracestate),
    flags: Array.from({ length: calls }, () => flags),
  }
}

function outcomeOf(calls: readonly Call[], { flags }: CaseRequest): Outcome {
  const parts = calls.map(({ traceparents }) => TRACEPARENT.exec(traceparents.join(' & '))?.groups)
  const spanIds = parts.map((groups) => groups?.['spanId']).filter((id) => id !== SENT_SPAN_ID)
  return {
    traces: parts.map((groups) => traceOf(groups?.['traceId'])),
    spans: new Set(spanIds).size,
    tracestates: calls.map(({ tracestates }) => tracestates.join(',')),
    flags: parts.map((groups) => (flags === undefined ? '' : (groups?.['flags'] ?? ''))),
  }
}

const TRACEPARENT =
  /^00-(?<traceId>(?!0{32})[0-9a-f]{32})-(?<spanId>(?!0{16})[0-9a-f]{16})-(?<flags>[0-9a-f]{2})$/

function traceOf(traceId: string | undefined): Outcome['traces'][number] {
  if (traceId === undefined) return 'invalid'
  return traceId === SENT_TRACE_ID ? 'continued' : 'new'
}

import { expect, test } from 'vitest'
import type { IndexStatus, SourceStatus, StatusView } from '../../api/status-view.ts'
import { hintsOf } from './hints-of.ts'

test('there is nothing to say when all is well', () => {
  expect(hintsOf(status({}, {}), undefined)).toEqual([])
})

test('a stream that is missing comes with the command that makes it', () => {
  expect(hintsOf(status({ streamState: 'missing' }, {}), undefined)).toEqual([
    {
      tone: 'warn',
      title: 'There is no stream TELEMETRY',
      text: 'create it with: hopscope stream ensure',
    },
  ])
})

test('a permission that is missing is told as the server told it', () => {
  expect(
    hintsOf(status({ streamState: 'denied', hint: 'allow $JS.API.>' }, {}), undefined),
  ).toEqual([
    { tone: 'err', title: 'The stream TELEMETRY may not be read', text: 'allow $JS.API.>' },
  ])
})

test('a stream that does not answer is not told as one that is missing', () => {
  const hint = 'Stream TELEMETRY cannot be read: timeout.'

  expect(hintsOf(status({ streamState: 'unavailable', hint }, {}), undefined)).toEqual([
    { tone: 'err', title: 'The stream TELEMETRY does not answer', text: hint },
  ])
})

test('an index that is built anew tells why and how much is left', () => {
  expect(
    hintsOf(status({}, { state: 'rebuilding', rebuiltBecause: 'corrupt' }), undefined),
  ).toEqual([
    {
      tone: 'warn',
      title: 'The index is built anew (corrupt)',
      text: '7 messages are left to read',
    },
  ])
})

test('losses are counted', () => {
  expect(
    hintsOf(status({}, { unreadable: 1, lastUnreadable: 'no JSON', dropped: 2 }), undefined),
  ).toEqual([
    { tone: 'warn', title: '1 message could not be read', text: 'no JSON' },
    {
      tone: 'warn',
      title: '2 spans dropped at a limit',
      text: 'give the index more room, or sample fewer traces',
    },
  ])
})

test('a status that could not be asked for anew is marked as old', () => {
  expect(
    hintsOf(status({}, {}), { message: 'the viewer does not answer', hint: undefined }),
  ).toEqual([{ tone: 'err', title: 'What is below may be old: the viewer does not answer' }])
})

function status(source: Partial<SourceStatus>, index: Partial<IndexStatus>): StatusView {
  return {
    version: '1.0.0',
    source: { state: 'connected', stream: 'TELEMETRY', streamState: 'reading', ...source },
    coverage: {
      stream: 'TELEMETRY',
      firstSequence: 1,
      lastSequence: 9,
      pending: 7,
      isComplete: false,
    },
    index: {
      state: 'ready',
      bytes: 1,
      maxBytes: 2,
      maxAgeMs: 0,
      traces: 0,
      spans: 0,
      hops: 0,
      logs: 0,
      metrics: 0,
      unreadable: 0,
      dropped: 0,
      ...index,
    },
    liveClients: 0,
    canPublish: false,
  }
}

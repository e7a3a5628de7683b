import type { BridgeFigures, SignalFigures } from '@hopscope/telemetry/bridge'
import { expect, test } from 'vitest'
import type { LogEntry } from './bridge-log.ts'
import { describeEntry } from './describe-entry.ts'
import { describeProgress } from './describe-progress.ts'

test.each<[LogEntry, string]>([
  [
    {
      kind: 'started',
      durable: 'otlp-bridge',
      stream: 'TELEMETRY',
      endpoints: { traces: 'http://h/v1/traces' },
      httpUrl: 'http://127.0.0.1:9464',
    },
    'otlp-bridge sends TELEMETRY to http://h/v1/traces (traces), health and metrics at http://127.0.0.1:9464',
  ],
  [
    {
      kind: 'started',
      durable: 'd',
      stream: 'S',
      endpoints: { traces: 'http://h/o/v1/traces', logs: 'http://h/o/v1/logs' },
      httpUrl: undefined,
    },
    'd sends S to http://h/o',
  ],
  [
    {
      kind: 'started',
      durable: 'd',
      stream: 'S',
      endpoints: { traces: 'http://a/v1/traces', logs: 'http://b/v1/logs' },
      httpUrl: undefined,
    },
    'd sends S to http://a/v1/traces (traces), http://b/v1/logs (logs)',
  ],
  [
    { kind: 'signal-started', signal: 'logs', consumer: 'otlp-bridge-logs' },
    'logs: sent, read by consumer otlp-bridge-logs',
  ],
  [
    { kind: 'signal-absent', signal: 'metrics', reason: 'HTTP status 404' },
    'metrics: not offered by the backend, and left in the stream: HTTP status 404',
  ],
  [
    { kind: 'outage', signal: 'traces', reason: 'ECONNREFUSED', retryInMs: 1000, attempt: 1 },
    'traces: the backend does not take it, tried again in 1 s: ECONNREFUSED',
  ],
  [
    { kind: 'outage', signal: 'traces', reason: 'ECONNREFUSED', retryInMs: undefined, attempt: 2 },
    'traces: the backend does not take it, left to the next bridge: ECONNREFUSED',
  ],
  [{ kind: 'resumed', signal: 'traces', outageMs: 95_000 }, 'traces: sent again after 2 min'],
  [
    { kind: 'partial-success', signal: 'traces', rejected: 2, message: 'too\nold' },
    'traces: the backend dropped 2 items: too old',
  ],
  [
    { kind: 'partial-success', signal: 'traces', rejected: 1, message: undefined },
    'traces: the backend dropped 1 item',
  ],
  [
    { ...record(), kind: 'retry', attempt: 2, retryInMs: 5000 },
    'traces: record 7 of telemetry.spans.a.batch was refused, attempt 2, tried again in 5 s: bad',
  ],
  [
    { ...record(), kind: 'retry', attempt: 2, retryInMs: undefined },
    'traces: record 7 of telemetry.spans.a.batch was refused, attempt 2, left to the next bridge: bad',
  ],
  [
    { ...record(), kind: 'dead-letter' },
    'traces: record 7 of telemetry.spans.a.batch is a dead letter: bad',
  ],
  [
    { kind: 'discarded', signal: 'traces', count: 1200 },
    "traces: the stream's limits dropped 1 200 records that were not sent yet",
  ],
  [{ kind: 'problem', signal: undefined, message: 'm', hint: 'h', cause: undefined }, 'm; h'],
  [
    { kind: 'disconnected', server: '127.0.0.1:4222' },
    'connection to 127.0.0.1:4222 lost, connecting again',
  ],
  [{ kind: 'reconnected', server: '127.0.0.1:4222' }, 'connected to 127.0.0.1:4222 again'],
  [
    { kind: 'stopping', timeoutMs: 10_000 },
    'stopping: what is in hand is sent, for 10 s at the most',
  ],
  [{ kind: 'figures', figures: figures({}) }, ''],
  [
    {
      kind: 'stopped',
      figures: figures({ exported: 12_345, deadLetters: 1, rejected: 3, discarded: 4, inHand: 5 }),
    },
    'stopped: traces 12 345 records sent, 1 dead letter, 3 items dropped by the backend, 4 records dropped by the stream, 5 handed back',
  ],
])('%o is told in words', (entry, text) => {
  expect(describeEntry(entry)).toBe(text)
})

test('progress tells what is sent and what waits', () => {
  expect(
    describeProgress(
      figures({ exported: 1200, pending: 30, inHand: 4, retries: 3, deadLetters: 2 }),
    ),
  ).toBe('traces 1 200 sent, 34 waiting, 3 tried again, 2 dead')
})

test.each([
  [{ recordsPerS: 1234.5, itemsPerS: 20_000 }, 'traces 7 sent at 1 235/s (20 000 spans/s)'],
  [{ recordsPerS: 0.25, itemsPerS: undefined }, 'traces 7 sent at 0.3/s'],
  [{ recordsPerS: 0, itemsPerS: 0 }, 'traces 7 sent'],
])('progress tells how fast it goes, and nothing of it while nothing goes: %j', (rate, text) => {
  expect(describeProgress(figures({ exported: 7, rate }))).toBe(text)
})

test('progress tells that nothing can be fetched', () => {
  expect(describeProgress(figures({ state: 'detached' }))).toBe('traces 0 sent, the stream is away')
})

test('in an outage progress tells how long the stream can wait', () => {
  const outage = {
    reason: 'ECONNREFUSED',
    since: new Date(Date.now() - 125_000),
    attempts: 3,
    nextAttemptAt: new Date(),
  }

  expect(describeProgress(figures({ outage, pending: 5, timeLeftMs: 3_600_000 }))).toBe(
    'traces 0 sent, 5 waiting, away for 2 min; the stream keeps 1 h, 1 GiB more',
  )
})

test('a signal that the backend does not offer has no figures', () => {
  expect(describeProgress(figures({ state: 'absent' }))).toBe('traces not offered')
})

function record() {
  return {
    signal: 'traces',
    subject: 'telemetry.spans.a.batch',
    sequence: 7,
    reason: 'bad',
  } as const
}

function figures(traces: Partial<SignalFigures>): BridgeFigures {
  return {
    state: 'sending',
    startedAt: new Date(0),
    stream: { messages: 0, bytes: 0, bytesLeft: 1024 ** 3, maxAgeMs: undefined },
    signals: {
      traces: {
        state: 'sending',
        received: 0,
        redelivered: 0,
        exported: 0,
        items: 0,
        empty: 0,
        requests: 0,
        requestBytes: 0,
        unavailable: 0,
        refused: 0,
        retries: 0,
        rejected: 0,
        deadLetters: 0,
        discarded: 0,
        inHand: 0,
        bytesInHand: 0,
        pending: undefined,
        ackPending: undefined,
        exportTime: { bounds: [], counts: [0], sum: 0, count: 0 },
        outage: undefined,
        timeLeftMs: undefined,
        ...traces,
      },
    },
  }
}

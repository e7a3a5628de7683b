import { expect, test } from 'vitest'
import { hop, idOf, nanos, work } from '../../test/build-span.ts'
import { recordedOrder } from '../../test/recorded-order.ts'
import { toTraceEvents, type TraceLog } from './trace-events.ts'

test('the events of the recorded order are those of services, by time', () => {
  const { events } = toTraceEvents(recordedOrder())
  const times = events.map(({ timeUnixNano }) => timeUnixNano)

  expect(new Set(events.map(({ text }) => text))).toEqual(new Set(['exception', 'nak', 'term']))
  expect(times).toEqual(times.toSorted())
})

test('what a server says of a message on its way is no event of the trace', () => {
  const egress = { name: 'egress', timeUnixNano: nanos(1), attributes: {} }
  const events = [egress]

  expect(toTraceEvents([hop('n1', { events })]).events).toEqual([])
  expect(toTraceEvents([work('a', { events })]).events).toHaveLength(1)
})

test('log records are among the events, with their severity', () => {
  const events = [{ name: 'started', timeUnixNano: nanos(2), attributes: {} }]
  const shown = toTraceEvents(
    [work('a', { events })],
    [log(1, { severityNumber: 13 }), log(3)],
  ).events

  expect(shown).toMatchObject([
    { type: 'log', text: 'body at 1', severity: 'WARN', service: 'shop', spanId: idOf('a') },
    { type: 'event', text: 'started' },
    { type: 'log', text: 'body at 3', severity: 'INFO' },
  ])
})

test('a log record that tells no time has that of when it was recorded', () => {
  const { events } = toTraceEvents([], [log(0, { timeUnixNano: 0n, observedTimeUnixNano: 5n })])

  expect(events[0]?.timeUnixNano).toBe('5')
})

function log(ms: number, fields: Partial<TraceLog['record']> = {}): TraceLog {
  return {
    resource: { attributes: { 'service.name': 'shop' } },
    record: {
      timeUnixNano: nanos(ms),
      observedTimeUnixNano: 0n,
      severityNumber: 9,
      body: `body at ${ms}`,
      attributes: {},
      spanId: idOf('a'),
      ...fields,
    },
  }
}

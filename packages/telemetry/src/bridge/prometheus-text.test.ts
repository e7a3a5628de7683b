import { expect, test } from 'vitest'
import type { SignalFigures } from './bridge-figures.ts'
import { LaneCounts } from './lane-counts.ts'
import { toPrometheusText } from './prometheus-text.ts'

test('each figure has its help, its type, and a sample for each signal', () => {
  const text = toPrometheusText({
    state: 'sending',
    startedAt: new Date(0),
    signals: { traces: figures({ exported: 7 }), logs: figures({ exported: 1 }) },
    stream: undefined,
  })

  expect(text).toContain(
    [
      '# HELP hopscope_bridge_exported_records_total Records that the backend took.',
      '# TYPE hopscope_bridge_exported_records_total counter',
      'hopscope_bridge_exported_records_total{signal="traces"} 7',
      'hopscope_bridge_exported_records_total{signal="logs"} 1',
      '',
    ].join('\n'),
  )
})

test('a figure that is not known is left out', () => {
  const text = toPrometheusText({
    state: 'sending',
    startedAt: new Date(0),
    signals: { traces: figures({ pending: undefined }) },
    stream: { messages: 1, bytes: 9, bytesLeft: undefined, maxAgeMs: undefined },
  })

  expect(text).not.toContain('bridge_pending_records{')
  expect(text).toContain('hopscope_bridge_stream_bytes 9\n')
  expect(text).not.toContain('stream_bytes_left')
})

test('a bucket counts all that took no longer than its limit', () => {
  const counts = new LaneCounts()
  for (const ms of [50, 400, 400, 100_000_000]) counts.addExportTime(ms)
  const text = toPrometheusText({
    state: 'sending',
    startedAt: new Date(0),
    signals: { traces: { ...figures({}), exportTime: counts.figures().exportTime } },
    stream: undefined,
  })

  expect(text.split('\n').filter((line) => line.includes('export_time_seconds'))).toEqual(
    expect.arrayContaining([
      'hopscope_bridge_export_time_seconds_bucket{signal="traces",le="0.1"} 1',
      'hopscope_bridge_export_time_seconds_bucket{signal="traces",le="0.5"} 3',
      'hopscope_bridge_export_time_seconds_bucket{signal="traces",le="86400"} 3',
      'hopscope_bridge_export_time_seconds_bucket{signal="traces",le="+Inf"} 4',
      'hopscope_bridge_export_time_seconds_count{signal="traces"} 4',
    ]),
  )
})

function figures(given: Partial<SignalFigures>): SignalFigures {
  return {
    ...new LaneCounts().figures(),
    state: 'sending',
    inHand: 0,
    bytesInHand: 0,
    pending: 0,
    ackPending: 0,
    outage: undefined,
    timeLeftMs: undefined,
    ...given,
  }
}

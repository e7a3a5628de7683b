import type { BridgeFigures, Histogram, SignalFigures } from './bridge-figures.ts'

/** The figures of a bridge in Prometheus' text format, version 0.0.4. */
export function toPrometheusText({ signals, stream }: BridgeFigures): string {
  const lanes = Object.entries(signals)
  const lines = METRICS.flatMap(({ name, type, help, read }) => {
    const samples = lanes.flatMap(([signal, figures]) => {
      const value = read(figures)
      return value === undefined ? [] : [`${PREFIX}${name}{signal="${signal}"} ${value}`]
    })
    return samples.length === 0 ? [] : [...head(name, type, help), ...samples]
  })
  lines.push(...exportTimes(lanes))
  if (stream) {
    lines.push(...gauge('stream_bytes', 'Bytes that the stream holds.', stream.bytes))
    const left = stream.bytesLeft
    if (left !== undefined) {
      lines.push(...gauge('stream_bytes_left', 'Bytes until the stream drops its oldest.', left))
    }
  }
  return `${lines.join('\n')}\n`
}

const PREFIX = 'hopscope_bridge_'

interface Metric {
  readonly name: string
  readonly type: 'counter' | 'gauge'
  readonly help: string
  readonly read: (figures: SignalFigures) => number | undefined
}

const METRICS: readonly Metric[] = [
  gaugeOf('up', 'Whether the signal is sent.', ({ state }) => Number(state === 'sending')),
  counterOf('received_records_total', 'Records that came.', (f) => f.received),
  counterOf('redelivered_records_total', 'Records that came again.', (f) => f.redelivered),
  counterOf('exported_records_total', 'Records that the backend took.', (f) => f.exported),
  counterOf('exported_items_total', 'Items in exported records, if known.', (f) => f.items),
  counterOf('empty_records_total', 'Records with nothing to send.', (f) => f.empty),
  counterOf('requests_total', 'Requests sent.', (f) => f.requests),
  counterOf('request_bytes_total', 'Bytes sent, before compression.', (f) => f.requestBytes),
  counterOf('unavailable_requests_total', 'Requests that nobody took.', (f) => f.unavailable),
  counterOf('refused_requests_total', 'Requests that the backend refused.', (f) => f.refused),
  counterOf('retries_total', 'Records refused alone and tried again.', (f) => f.retries),
  counterOf('rejected_items_total', 'Items the backend took and dropped.', (f) => f.rejected),
  counterOf('dead_letters_total', 'Records that were given up.', (f) => f.deadLetters),
  counterOf(
    'discarded_records_total',
    'Records that the limits of the stream took before they were sent.',
    (f) => f.discarded,
  ),
  gaugeOf('in_hand_records', 'Records in memory.', (f) => f.inHand),
  gaugeOf('in_hand_bytes', 'Bytes of records in memory.', (f) => f.bytesInHand),
  gaugeOf('pending_records', 'Records of the stream not fetched yet.', (f) => f.pending),
  gaugeOf('ack_pending_records', 'Records fetched and not settled.', (f) => f.ackPending),
  gaugeOf('time_left_seconds', 'Until the stream drops the oldest unsent record.', (f) =>
    f.timeLeftMs === undefined ? undefined : f.timeLeftMs / 1000,
  ),
  gaugeOf('outage_seconds', 'How long the backend has not taken the signal.', ({ outage }) =>
    outage ? Math.max(0, Date.now() - outage.since.getTime()) / 1000 : 0,
  ),
]

function counterOf(name: string, help: string, read: Metric['read']): Metric {
  return { name, type: 'counter', help, read }
}

function gaugeOf(name: string, help: string, read: Metric['read']): Metric {
  return { name, type: 'gauge', help, read }
}

function head(name: string, type: string, help: string): readonly string[] {
  return [`# HELP ${PREFIX}${name} ${help}`, `# TYPE ${PREFIX}${name} ${type}`]
}

function gauge(name: string, help: string, value: number): readonly string[] {
  return [...head(name, 'gauge', help), `${PREFIX}${name} ${value}`]
}

function exportTimes(lanes: readonly (readonly [string, SignalFigures])[]): readonly string[] {
  const name = 'export_time_seconds'
  const samples = lanes.flatMap(([signal, { exportTime }]) => buckets(name, signal, exportTime))
  return [...head(name, 'histogram', 'Time between storing and exporting a record.'), ...samples]
}

// Buckets of Prometheus count all that is below their limit, those of smaller limits included.
function buckets(
  name: string,
  signal: string,
  { bounds, counts, sum, count }: Histogram,
): readonly string[] {
  let below = 0
  const lines = counts.map((inBucket, at) => {
    below += inBucket
    const limit = bounds[at] ?? '+Inf'
    return `${PREFIX}${name}_bucket{signal="${signal}",le="${limit}"} ${below}`
  })
  const labels = `{signal="${signal}"}`
  return [
    ...lines,
    `${PREFIX}${name}_sum${labels} ${sum}`,
    `${PREFIX}${name}_count${labels} ${count}`,
  ]
}

import { gzipSync } from 'node:zlib'
import type { ChaosRecord } from './chaos-record.ts'
import { encodeSpanBatch, SPANS_SUBJECT } from './encode-span-batch.ts'
import { traceIdOf } from './trace-id.ts'

/** Spans as OTLP, plain and compressed, and as DagNats of both generations writes them. */
export function makeSpans(round: number): readonly ChaosRecord[] {
  const plain = traceIds(`plain ${round}`)
  const gzip = traceIds(`gzip ${round}`)
  return [
    { subject: SPANS_SUBJECT, data: encodeSpanBatch(plain), ids: plain, isPoison: false },
    {
      subject: SPANS_SUBJECT,
      data: gzipSync(encodeSpanBatch(gzip)),
      encoding: 'gzip',
      ids: gzip,
      isPoison: false,
    },
    dagnatsSpan(traceIdOf(`dagnats ${round}`)),
    dagnatsSpanV1(traceIdOf(`dagnats-v1 ${round}`)),
  ]
}

const BATCH_SPANS = 20

function traceIds(name: string): readonly string[] {
  return Array.from({ length: BATCH_SPANS }, (_, at) => traceIdOf(`${name} ${at}`))
}

function dagnatsSpan(traceId: string): ChaosRecord {
  return json('telemetry.spans.dagnats-worker.abc123', traceId, {
    traceId: Buffer.from(traceId, 'hex').toString('base64'),
    spanId: Buffer.from(traceId.slice(0, 16), 'hex').toString('base64'),
    name: 'executeTask build',
    kind: 'SPAN_KIND_CONSUMER',
    startTimeUnixNano: '1705314600000000000',
    endTimeUnixNano: '1705314601234000000',
    status: {},
  })
}

function dagnatsSpanV1(traceId: string): ChaosRecord {
  return json('telemetry.spans.worker.abc123', traceId, {
    trace_id: traceId,
    span_id: traceId.slice(0, 16),
    name: 'worker.executeTask',
    service: 'worker',
    kind: 'server',
    start_time: '2024-01-15T10:30:00Z',
    end_time: '2024-01-15T10:30:01.234Z',
    duration_ms: 1234,
    status: 'ok',
  })
}

function json(subject: string, traceId: string, span: object): ChaosRecord {
  return { subject, data: Buffer.from(JSON.stringify(span)), ids: [traceId], isPoison: false }
}

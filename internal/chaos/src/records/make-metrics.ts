import { encodeMetrics } from '@hopscope/observe/otlp'
import { metricsSubject } from '@hopscope/telemetry'
import type { ChaosRecord } from './chaos-record.ts'

/**
 * Metrics as OTLP, and single measurements as the first DagNats wrote them, which a bridge adds up.
 *
 * Each has an attribute `id` of its own, so that what is added up is still told apart.
 */
export function makeMetrics(round: number): readonly ChaosRecord[] {
  const ids = Array.from({ length: BATCH_POINTS }, (_, at) => `point ${round}.${at}`)
  return [
    { subject: metricsSubject('shop'), data: encodeBatch(ids), ids, isPoison: false },
    measurement('step.retries', 'counter', `counter ${round}`),
    measurement('step.duration_ms', 'histogram', `histogram ${round}`),
    measurement('worker.tasks.active', 'gauge', `gauge ${round}`),
  ]
}

const BATCH_POINTS = 5

function encodeBatch(ids: readonly string[]): Uint8Array {
  const points = ids.map((id) => ({
    attributes: { id },
    startTimeUnixNano: 1_705_314_600_000_000_000n,
    timeUnixNano: 1_705_314_601_000_000_000n,
    value: 1,
  }))
  const metrics = [{ type: 'gauge' as const, name: 'queue.depth', points }]
  const scopeMetrics = [{ scope: { name: 'chaos' }, metrics }]
  const resource = { attributes: { 'service.name': 'shop' } }
  return encodeMetrics({ resourceMetrics: [{ resource, scopeMetrics }] })
}

function measurement(name: string, type: string, id: string): ChaosRecord {
  const timestamp = '2024-01-15T10:30:01Z'
  const record = { name, type, value: 1, tags: { id }, service: 'worker', timestamp }
  const data = Buffer.from(JSON.stringify(record))
  return { subject: `telemetry.metrics.worker.${name}`, data, ids: [id], isPoison: false }
}

import { encodeLogs } from '@hopscope/observe/otlp'
import { logsSubject } from '@hopscope/telemetry'
import type { ChaosRecord } from './chaos-record.ts'

/** Log records as OTLP, and as DagNats of both generations writes them. */
export function makeLogs(round: number): readonly ChaosRecord[] {
  const bodies = Array.from({ length: BATCH_RECORDS }, (_, at) => `log ${round}.${at}`)
  return [
    { subject: SUBJECT, data: encodeBatch(bodies), ids: bodies, isPoison: false },
    json(`dagnats log ${round}`, {
      timestamp: TIME,
      severity: 'error',
      body: `dagnats log ${round}`,
      serviceName: 'shop',
    }),
    json(`dagnats-v1 log ${round}`, {
      level: 'info',
      message: `dagnats-v1 log ${round}`,
      service: 'shop',
      timestamp: TIME,
    }),
  ]
}

const BATCH_RECORDS = 5
const SUBJECT = logsSubject('shop', 'info')
const TIME = '2024-01-15T10:30:01Z'

function encodeBatch(bodies: readonly string[]): Uint8Array {
  const logRecords = bodies.map((body) => ({
    timeUnixNano: 1_705_314_600_000_000_000n,
    observedTimeUnixNano: 1_705_314_600_000_000_000n,
    severityNumber: 9,
    body,
    attributes: {},
  }))
  const scopeLogs = [{ scope: { name: 'chaos' }, logRecords }]
  const resource = { attributes: { 'service.name': 'shop' } }
  return encodeLogs({ resourceLogs: [{ resource, scopeLogs }] })
}

function json(id: string, record: object): ChaosRecord {
  const data = Buffer.from(JSON.stringify(record))
  return { subject: SUBJECT, data, ids: [id], isPoison: false }
}

import { HOPS_SUBJECT } from '@hopscope/telemetry'
import type { ChaosRecord } from './chaos-record.ts'
import { traceIdOf } from './trace-id.ts'

/** What a server tells of a message that came and had nowhere to go. */
export function makeHops(round: number): readonly ChaosRecord[] {
  const traceId = traceIdOf(`hop ${round}`)
  const event = {
    server: { name: 'n1', id: 'NA', ver: '2.15.1' },
    request: {
      header: { traceparent: [`00-${traceId}-${traceId.slice(0, 16)}-01`] },
      msgsize: 128,
    },
    events: [{ type: 'in', ts: '2026-11-21T12:00:00Z', kind: 0, cid: 7, subj: 'orders.new' }],
  }
  const data = Buffer.from(JSON.stringify(event))
  return [{ subject: HOPS_SUBJECT, data, ids: [traceId], isPoison: false }]
}

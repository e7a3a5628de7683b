import { readHeader } from '@hopscope/observe/headers'
import { headers, type MsgHdrs } from '@nats-io/nats-core'
import { randomBytes } from 'node:crypto'

/** Headers with a sampled `traceparent` of a trace. */
export function sampledHeaders(traceId: string): MsgHdrs {
  const sampled = headers()
  sampled.set('traceparent', `00-${traceId}-${randomBytes(8).toString('hex')}-01`)
  return sampled
}

/**
 * Whether a server that traces has marked a message: one that is stored, always; one that is
 * delivered, if sampling left it out.
 */
export function isMarked(received: Parameters<typeof readHeader>[0]): boolean {
  return (
    readHeader(received, 'Nats-Trace-Dest').includes('trace disabled') ||
    // Servers from 2.11 to 2.13 rename the header in place of adding one.
    readHeader(received, 'Xraceparent').length > 0
  )
}

import type { HopKey } from '@hopscope/observe/hop'
import type { AttributeMap, SpanData } from '@hopscope/observe/otlp'

/** What the spans of one hop have in common. */
export interface HopContext {
  readonly key: HopKey
  /** The id of the hop's own span. */
  readonly spanId: string
  readonly traceFlags: number
  /** The span that published the message; absent when nothing tells. */
  readonly producerSpanId?: string
  /** When the last thing happened on the server. */
  readonly endTimeUnixNano: bigint
}

/** The part of a span that is the same for all spans of a hop. */
export function spanBase(hop: HopContext): Pick<SpanData, 'traceId' | 'kind' | 'links'> {
  return { traceId: hop.key.traceId, kind: 'internal', links: [] }
}

/** Attributes by which readers find the spans of one message and hop, on all spans of the hop. */
export function joinAttributes(hop: HopContext, dryRun: boolean): AttributeMap {
  return {
    'messaging.system': 'nats',
    ...(hop.key.hop !== '' && { 'nats.trace.hop': hop.key.hop }),
    ...(hop.producerSpanId !== undefined && { 'nats.trace.producer': hop.producerSpanId }),
    ...(dryRun && { 'nats.trace.dry_run': true }),
  }
}

/** W3C trace flags with OTLP's bits for a parent on another machine, or on this one. */
export function spanFlags(hop: Pick<HopContext, 'traceFlags'>, parent: 'remote' | 'local'): number {
  return (hop.traceFlags & 0xff) | HAS_IS_REMOTE | (parent === 'remote' ? IS_REMOTE : 0)
}

const HAS_IS_REMOTE = 0x100
const IS_REMOTE = 0x200

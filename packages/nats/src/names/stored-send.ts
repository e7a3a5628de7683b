import { readHeader } from '@hopscope/observe/headers'
import type { MsgHdrs } from '@nats-io/nats-core'
import type { Attributes } from '@opentelemetry/api'
import { ATTRIBUTE } from './attributes.ts'
import { parseStoredSubject } from './stored-subject.ts'

/** What a publish to a store is, in the store's own words. */
export interface StoredSend {
  /** `put`, `create`, `update`, `delete` or `purge`. */
  readonly operation: string
  readonly attributes: Attributes
}

/** What a publish of JetStream does to a store; nothing for a subject that is none's. */
export function storedSend(subject: string, headers: MsgHdrs | undefined): StoredSend | undefined {
  const stored = parseStoredSubject(subject)
  if (!stored) return undefined
  if (stored.kind === 'object') {
    return { operation: 'put', attributes: { [ATTRIBUTE.objectBucket]: stored.bucket } }
  }
  return { operation: operationOf(headers), attributes: { [ATTRIBUTE.kvBucket]: stored.bucket } }
}

function operationOf(headers: MsgHdrs | undefined): string {
  if (!headers) return 'put'
  const [marker] = readHeader(headers, 'KV-Operation')
  if (marker === 'DEL') return 'delete'
  if (marker === 'PURGE') return 'purge'

  const [expected] = readHeader(headers, 'Nats-Expected-Last-Subject-Sequence')
  if (expected === undefined) return 'put'
  return expected === '0' ? 'create' : 'update'
}

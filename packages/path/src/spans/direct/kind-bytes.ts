import { CONNECTION_KINDS, type ConnectionKind } from '../../event/connection-kind.ts'

/** What is written for each kind of connection, by its number; the last one is for any other. */
export type KindBytes = readonly Uint8Array[]

/** Encodes what is written for each kind of connection. */
export function encodeKinds(encode: (kind: ConnectionKind) => Uint8Array): KindBytes {
  return [...CONNECTION_KINDS, 'unknown' as const].map((kind) => encode(kind))
}

/** What is written for the kind of that number. */
export function kindBytes(kinds: KindBytes, kind: number): Uint8Array {
  return kinds[kind] ?? kinds[CONNECTION_KINDS.length] ?? NOTHING
}

const NOTHING = new Uint8Array(0)

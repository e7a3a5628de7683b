import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { compress } from '../../collect/compress.ts'
import type { Outcome } from '../outcome.ts'
import { requestFields } from './request-fields.ts'
import type { Signal } from '../signal.ts'
import { splitGzipped, splitRequest, unpackedBytes } from './split-request.ts'
import type { Target } from '../options/target.ts'
import { toJsonRequest } from './to-json-request.ts'

/** A body as it is sent, or why there can be none. */
export type EncodedRequest =
  | { readonly body: Uint8Array; readonly encoding?: 'gzip' }
  | Extract<Outcome, { kind: 'refused' }>

/** The requests that carry some OTLP bodies: one, unless they are too large together. */
export async function* encodeRequests(
  target: Target,
  bodies: readonly Uint8Array[],
  encoding?: 'gzip',
): AsyncGenerator<EncodedRequest> {
  if (encoding === undefined) {
    yield* encodePlain(target, bodies, target.compression === 'gzip')
    return
  }
  for (const part of splitGzipped(bodies, MAX_BYTES)) {
    if (staysAsItIs(target, part)) yield joinGzipped(part)
    else yield* encodeUnpacked(target, part)
  }
}

// What OTLP allows a request before it is compressed.
const MAX_BYTES = 64 * 1024 ** 2

function staysAsItIs(
  { protocol, compression, gzipMembers }: Target,
  part: readonly Uint8Array[],
): boolean {
  if (protocol === 'http/json' || compression === 'none') return false
  return gzipMembers === 'join' || part.length === 1
}

function joinGzipped(part: readonly Uint8Array[]): EncodedRequest {
  const isTooLarge = part.some((body) => unpackedBytes(body) > MAX_BYTES)
  return isTooLarge ? TOO_LARGE : { body: join(part), encoding: 'gzip' }
}

async function* encodeUnpacked(
  target: Target,
  part: readonly Uint8Array[],
): AsyncGenerator<EncodedRequest> {
  const plain: Uint8Array[] = []
  for (const body of part) {
    const unpacked = await unpack(body)
    if ('kind' in unpacked) {
      yield unpacked
      return
    }
    plain.push(unpacked)
  }
  yield* encodePlain(target, plain, target.compression !== 'none')
}

async function unpack(body: Uint8Array): Promise<Uint8Array | Refused> {
  try {
    return await gunzipInThread(body, { maxOutputLength: MAX_BYTES })
  } catch (error) {
    return error instanceof RangeError ? TOO_LARGE : refuse(400, 'a body is no gzip')
  }
}

const gunzipInThread = promisify(gunzip)

async function* encodePlain(
  target: Target,
  bodies: readonly Uint8Array[],
  isCompressed: boolean,
): AsyncGenerator<EncodedRequest> {
  for (const part of splitRequest(bodies, MAX_BYTES)) {
    const requests = target.protocol === 'http/json' ? inJson(target.signal, part) : [join(part)]
    for (const body of requests) {
      if ('kind' in body) yield body
      else if (body.length > MAX_BYTES) yield TOO_LARGE
      else if (isCompressed) yield { body: await compress(body), encoding: 'gzip' }
      else yield { body }
    }
  }
}

// In JSON they are two to three times as large, and are divided until they are small enough.
function* inJson(signal: Signal, part: readonly Uint8Array[]): Generator<Uint8Array | Refused> {
  const body = toJsonRequest(signal, join(part))
  if (!body) {
    yield refuse(400, 'it cannot be decoded, so that there is no JSON of it')
    return
  }
  const pieces = body.length <= MAX_BYTES ? [] : part.flatMap((of) => requestFields(of) ?? of)
  if (pieces.length < 2) {
    yield body
    return
  }
  const half = pieces.length >> 1
  yield* inJson(signal, pieces.slice(0, half))
  yield* inJson(signal, pieces.slice(half))
}

function join(part: readonly Uint8Array[]): Uint8Array {
  const [first] = part
  return part.length === 1 && first ? first : Buffer.concat(part)
}

type Refused = Extract<Outcome, { kind: 'refused' }>

function refuse(status: number, reason: string): Refused {
  return { kind: 'refused', status, reason }
}

// The statuses are those that a backend would answer with.
const TOO_LARGE: Refused = refuse(
  413,
  'it is larger than the 64 MiB that OTLP allows, and not sent',
)

import { readHeader } from '@hopscope/observe/headers'
import { gunzipSync } from 'node:zlib'
import { isOtlpRequest } from '../otlp-http/is-otlp-request.ts'
import type { StoredTelemetry } from './stored-telemetry.ts'

/** What is in a message: a request of OTLP, whose outside was looked at, or a text in JSON. */
export type Body = Protobuf | { readonly format: 'json'; readonly text: string }

/** What is in a message, of which a text in JSON is as it came, in UTF-8. */
export type RawBody = Protobuf | { readonly format: 'json'; readonly bytes: Uint8Array }

interface Protobuf {
  readonly format: 'protobuf'
  readonly bytes: Uint8Array
  readonly encoding?: 'gzip'
}

/** Why there is no {@link Body}. */
export interface Unopened {
  readonly undecodable: string
}

/**
 * Finds out by its headers, or else by its first bytes, what a message of a service holds.
 *
 * Compressed protobuf stays compressed if the headers say that it is protobuf; other compressed bytes
 * are unpacked to 64 MiB at the most.
 */
export function openBody(record: StoredTelemetry): Body | Unopened {
  const body = openRawBody(record)
  if ('undecodable' in body || body.format === 'protobuf') return body
  return { format: 'json', text: textOf(body.bytes) }
}

/** Does as {@link openBody}, and leaves a text in JSON as it came. */
export function openRawBody({ data, headers }: StoredTelemetry): RawBody | Unopened {
  if (headers === undefined) return openPlain(data, '')
  const type = mediaType(readHeader(headers, 'Content-Type')[0])
  const encoding = readHeader(headers, 'Content-Encoding')[0]?.trim().toLowerCase() ?? ''
  if (encoding === '' || encoding === 'identity') return openPlain(data, type)
  if (encoding !== 'gzip') return { undecodable: 'its Content-Encoding is not gzip' }
  if (type !== PROTOBUF) return openPlainOf(gunzip(data), type)
  return isGzip(data)
    ? { format: 'protobuf', bytes: data, encoding }
    : { undecodable: 'its Content-Encoding is gzip, and its bytes are not' }
}

/** A text in JSON as a string. */
export function textOf(bytes: Uint8Array): string {
  return decoder.decode(bytes)
}

/** The bytes that were compressed; `undefined` when they cannot be had, or are more than 64 MiB. */
export function gunzip(data: Uint8Array): Uint8Array | undefined {
  try {
    return gunzipSync(data, { maxOutputLength: MAX_BYTES })
  } catch {
    return undefined
  }
}

// What OTLP allows a request.
const MAX_BYTES = 64 * 1024 ** 2
const PROTOBUF = 'application/x-protobuf'
const JSON_TYPE = 'application/json'

function mediaType(value = ''): string {
  return value.split(';', 1)[0]?.trim().toLowerCase() ?? ''
}

// The shortest file is a head of ten bytes, an empty block of two, and a tail of eight.
function isGzip(data: Uint8Array): boolean {
  return data.length >= 20 && data[0] === 0x1f && data[1] === 0x8b && data[2] === 8
}

function openPlainOf(data: Uint8Array | undefined, type: string): RawBody | Unopened {
  if (data) return openPlain(data, type)
  return { undecodable: 'it cannot be unpacked by gzip to at most 64 MiB' }
}

function openPlain(data: Uint8Array, type: string): RawBody | Unopened {
  if (type === PROTOBUF) {
    if (data.length === 0 || isOtlpRequest(data)) return { format: 'protobuf', bytes: data }
    return { undecodable: 'it is not a request of OTLP as protobuf, or not all of one' }
  }
  if (data.length === 0) return { undecodable: 'it is empty' }
  if (type === JSON_TYPE || data[0] === BRACE) return { format: 'json', bytes: data }
  if (isOtlpRequest(data)) return { format: 'protobuf', bytes: data }
  if (firstOf(data) === BRACE) return { format: 'json', bytes: data }
  return { undecodable: 'it is neither JSON nor a request of OTLP as protobuf' }
}

const BRACE = 0x7b
const SPACE = 0x20

// The first byte that is no white space; a byte-order mark counts as such.
function firstOf(data: Uint8Array): number | undefined {
  const isMarked = data[0] === 0xef && data[1] === 0xbb && data[2] === 0xbf
  for (let at = isMarked ? 3 : 0; at < data.length; at++) {
    const byte = data[at] ?? 0
    if (byte > SPACE) return byte
  }
  return undefined
}

const decoder = new TextDecoder()

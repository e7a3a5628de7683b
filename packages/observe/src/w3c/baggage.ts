import { percentDecode, percentEncode } from './percent-coding.ts'
import { trimOws } from './trim-ows.ts'

/** A value that the application sends along its trace. */
export interface BaggageMember {
  /** A token of HTTP, whose case counts. */
  readonly key: string
  /** Any text, decoded. */
  readonly value: string
  /** What is said about the value, in the order of the header. */
  readonly properties: readonly BaggageProperty[]
}

/** A property of a {@link BaggageMember}: a key alone, or one with a value. */
export interface BaggageProperty {
  /** A token of HTTP, whose case counts. */
  readonly key: string
  /** Any text, decoded; absent where the key stands alone. */
  readonly value?: string
}

/**
 * Reads a `baggage` by the rules of W3C Baggage, its values in order when the header was sent more
 * than once.
 *
 * Members keep their order, and of those with the same key each is kept. A member or a property that
 * is not valid is left out, and the others stay. Of more than 8192 bytes those members are read that
 * fit.
 */
export function parseBaggage(value: string | readonly string[]): readonly BaggageMember[] {
  const text = typeof value === 'string' ? value : value.join(',')
  const members = text.split(',')
  return (text.length > MAX_BYTES ? fitting(members) : members).flatMap(parseMember)
}

/**
 * Writes members as a `baggage`, their values percent-encoded; empty when there are none.
 *
 * Members and properties whose key is no token are left out, and so are the members that do not fit
 * into 8192 bytes, which is what everyone has to pass on.
 */
export function formatBaggage(members: readonly BaggageMember[]): string {
  return fitting(members.filter(({ key }) => TOKEN.test(key)).map(formatMember)).join(',')
}

// W3C Baggage, 3.3.2. Beyond it members may be dropped; their number, 64 at least, is not limited.
const MAX_BYTES = 8192

// `token` of RFC 7230, 3.2.6, and `baggage-octet` of W3C Baggage, 3.3.1.1.
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/
const OCTETS = /^[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]*$/

/** Those of the members that go into one header, never a part of one. */
function fitting(members: readonly string[]): readonly string[] {
  let room = MAX_BYTES + 1
  return members.filter((member) => {
    const bytes = member.length + 1
    if (bytes > room) return false
    room -= bytes
    return true
  })
}

function parseMember(text: string): readonly BaggageMember[] {
  const [pair = '', ...properties] = text.split(';')
  return parseProperty(pair).flatMap(({ key, value }) => {
    if (value === undefined) return []
    return [{ key, value, properties: properties.flatMap(parseProperty) }]
  })
}

/** Reads properties as they stand behind a value, with semicolons between them. */
export function parseProperties(text: string): readonly BaggageProperty[] {
  return text.split(';').flatMap(parseProperty)
}

function parseProperty(text: string): readonly BaggageProperty[] {
  const equals = text.indexOf('=')
  const key = trimOws(equals < 0 ? text : text.slice(0, equals))
  if (!TOKEN.test(key)) return []
  if (equals < 0) return [{ key }]

  const value = trimOws(text.slice(equals + 1))
  return OCTETS.test(value) ? [{ key, value: percentDecode(value) }] : []
}

function formatMember({ key, value, properties }: BaggageMember): string {
  return formatProperties([{ key, value }, ...properties])
}

/** Writes properties as they stand behind a value, without those whose key is no token. */
export function formatProperties(properties: readonly BaggageProperty[]): string {
  const valid = properties.filter(({ key }) => TOKEN.test(key))
  return valid.map(formatProperty).join(';')
}

function formatProperty({ key, value }: BaggageProperty): string {
  return value === undefined ? key : `${key}=${percentEncode(value)}`
}

import { Double, type AnyValue, type AttributeMap } from '@hopscope/observe/otlp'

/**
 * What attributes are found by: for each value that is a text, number or boolean, and each such member of a list, a word of ten
 * letters and digits, which is a hash of key and value.
 */
export function tokensOf(attributes: AttributeMap): readonly string[] {
  const tokens: string[] = []
  for (const key of Object.keys(attributes)) {
    const value = attributes[key] ?? null
    if (isArray(value)) {
      for (const each of value.slice(0, MAX_MEMBERS)) addToken(tokens, key, each)
    } else {
      addToken(tokens, key, value)
    }
    if (tokens.length >= MAX_TOKENS) return [...tokens, ...ownTokens(attributes)]
  }
  return tokens
}

/** The word by which a key and the text of its value are found. */
export function tokenOf(key: string, value: string): string {
  let one = 0x811c9dc5
  let other = 0x9e3779b9
  const text = `${key}=${value}`
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    one = Math.imul(one ^ code, 0x01000193)
    other = Math.imul(other ^ code, 0x85ebca6b)
    other ^= other >>> 13
  }
  return `${(one >>> 0).toString(36)}x${(other >>> 0).toString(36)}`
}

/** The text that a value is searched by; `undefined` for what is no single value. */
function searchText(value: AnyValue): string | undefined {
  if (typeof value === 'string') return value
  if (value === null) return undefined
  if (value instanceof Double) return String(value.value)
  return typeof value === 'object' ? undefined : String(value)
}

// What traces are asked for by a name of its own is found however many others there are.
function ownTokens(attributes: AttributeMap): readonly string[] {
  const tokens: string[] = []
  for (const key of OWN_KEYS) addToken(tokens, key, attributes[key] ?? null)
  return tokens
}

function addToken(tokens: string[], key: string, value: AnyValue): void {
  const text = searchText(value)
  // A text that long is a payload, not something to be looked up.
  if (text !== undefined && text.length <= MAX_TEXT) tokens.push(tokenOf(key, text))
}

function isArray(value: AnyValue): value is readonly AnyValue[] {
  return Array.isArray(value)
}

/** Attributes that a field of the query language is of. */
export const FIELD_KEYS = {
  subject: ['messaging.destination.name'],
  stream: ['messaging.nats.stream.name'],
  consumer: ['messaging.nats.consumer.name', 'messaging.consumer.group.name'],
  server: ['nats.server.name', 'messaging.nats.server.name'],
  cluster: ['nats.server.cluster'],
  account: ['nats.server.account'],
  message: ['messaging.message.id'],
} as const

const OWN_KEYS: readonly string[] = Object.values(FIELD_KEYS).flat()
const MAX_TOKENS = 128
const MAX_MEMBERS = 16
const MAX_TEXT = 1024

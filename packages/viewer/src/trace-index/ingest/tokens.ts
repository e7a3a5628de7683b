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
  return hashOf(value, prefixOf(key))
}

/** Where the hash of a text is when it has come to an end. */
interface HashState {
  readonly one: number
  readonly other: number
}

// Keys are few, and make up the larger part of the texts.
function prefixOf(key: string): HashState {
  const known = prefixes.get(key)
  if (known !== undefined) return known
  const prefix = stateAfter(`${key}=`, EMPTY)
  if (prefixes.size >= MAX_PREFIXES) prefixes.clear()
  if (key.length <= MAX_KEPT_KEY) prefixes.set(key, prefix)
  return prefix
}

const MAX_PREFIXES = 1_000
const MAX_KEPT_KEY = 128
const prefixes = new Map<string, HashState>()

const EMPTY: HashState = { one: 0x811c9dc5, other: 0x9e3779b9 }

function hashOf(text: string, before: HashState): string {
  const { one, other } = stateAfter(text, before)
  return `${(one >>> 0).toString(36)}x${(other >>> 0).toString(36)}`
}

function stateAfter(text: string, { one, other }: HashState): HashState {
  let first = one
  let second = other
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    first = Math.imul(first ^ code, 0x01000193)
    second = Math.imul(second ^ code, 0x85ebca6b)
    second ^= second >>> 13
  }
  return { one: first, other: second }
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
// SDKs keep 128 attributes of a span unless they are told otherwise.
const MAX_TOKENS = 1024
const MAX_MEMBERS = 16
/** Characters of a text that has a word. */
export const MAX_TEXT = 1024

import { Double, type AnyValue, type AttributeMap } from '@hopscope/observe/otlp'
import type { Attribute } from '../api/span-detail.ts'

/** Attributes as the page shows them, in their own order; long values are shortened. */
export function toAttributes(attributes: AttributeMap): readonly Attribute[] {
  return Object.entries(attributes).map(([key, value]) => {
    const text = textOfValue(value)
    const head = { key: shorten(key), type: typeOf(value) }
    if (text.length <= MAX_LENGTH) return { ...head, value: text }
    return { ...head, value: shorten(text), length: text.length }
  })
}

/** A value as text: a list or a map is its JSON. */
export function textOfValue(value: AnyValue): string {
  if (typeof value === 'string') return value
  if (value === null) return ''
  if (value instanceof Uint8Array) return hexOf(value)
  if (value instanceof Double) return String(value.value)
  if (typeof value !== 'object') return String(value)
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (typeof inner === 'bigint') return String(inner)
    return inner instanceof Uint8Array ? hexOf(inner) : inner
  })
}

/** A text of 4096 characters at the most, and no half of a character at its end. */
export function shorten(text: string): string {
  if (text.length <= MAX_LENGTH) return text
  return text
    .slice(0, MAX_LENGTH)
    .toWellFormed()
    .replace(/\ufffd$/, '')
}

const MAX_LENGTH = 4096

function typeOf(value: AnyValue): Attribute['type'] {
  if (value === null || typeof value === 'string') return 'string'
  if (typeof value === 'boolean') return 'boolean'
  if (typeof value === 'bigint') return 'int'
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'double'
  if (value instanceof Double) return 'double'
  if (value instanceof Uint8Array) return 'bytes'
  return Array.isArray(value) ? 'list' : 'map'
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

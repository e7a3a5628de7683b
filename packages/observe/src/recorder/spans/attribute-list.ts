import type { AttributeValue, Attributes } from '@opentelemetry/api'
import type { AnyValue } from '../../otlp/model.ts'
import { reportFailure } from '../../safely.ts'
import { copyAnyValue } from '../copy-any-value.ts'
import { cutText } from '../cut-text.ts'
import { AsciiText } from './ascii-text.ts'

/**
 * Attributes as keys and values in turn: quicker to fill and to write than a record, and any key is
 * safe in it.
 */
export type AttributeList = ListedValue[]

/** A value as it is recorded. */
export type ListedValue = AnyValue | AsciiText

/** Sets an attribute; `false` when `max` others are there already. */
export function setItem(
  list: AttributeList,
  key: string,
  value: ListedValue,
  max: number,
): boolean {
  for (let at = 0; at < list.length; at += 2) {
    if (list[at] === key) {
      list[at + 1] = value
      return true
    }
  }
  if (list.length >= max * 2) return false
  list.push(key, value)
  return true
}

/** The value of an attribute; `undefined` if there is none with that key. */
export function itemOf(list: AttributeList, key: string): AnyValue | undefined {
  for (let at = 0; at < list.length; at += 2) {
    if (list[at] === key) return toPlain(list[at + 1] ?? null)
  }
  return undefined
}

/** A recorded value as others read it. */
export function toPlain(value: ListedValue): AnyValue {
  return value instanceof AsciiText ? value.toString() : value
}

/** Attributes as a list, and how many were left out of it. */
export interface CutAttributes {
  readonly attributes: AttributeList
  readonly droppedAttributesCount: number
}

/** The attributes that an application passed, as far as they fit and can be read; none of what has none. */
export function toList(
  attributes: Attributes | undefined,
  max: number,
  maxValueLength: number,
): CutAttributes {
  const list: AttributeList = []
  let droppedCount = 0
  if (typeof attributes !== 'object') return { attributes: list, droppedAttributesCount: 0 }
  try {
    for (const key in attributes) {
      const value = attributes[key]
      if (key === '' || value === undefined || value === null) continue
      // The keys of a record differ, so none needs to be looked for.
      if (list.length < max * 2) list.push(key, toAnyValue(value, maxValueLength))
      else droppedCount++
    }
  } catch (error) {
    reportFailure('reading attributes', error)
  }
  return { attributes: list, droppedAttributesCount: droppedCount }
}

/** A value that the application cannot change any more, cut to `maxLength`. */
export function toAnyValue(value: AttributeValue, maxLength: number): AnyValue {
  if (typeof value === 'string') return cutText(value, maxLength)
  if (typeof value === 'number' || typeof value === 'boolean') return value
  return copyAnyValue(value, maxLength)
}

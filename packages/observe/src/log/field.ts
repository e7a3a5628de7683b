import { messageOf } from '../message-of.ts'
import { boolAttr, float64Attr, int64Attr, stringAttr, type Attribute } from '../trace/attribute.ts'

/** One key and its value in a log record: what an {@link Attribute} is to a span, so one serves as the other. */
export type Field = Attribute

/** A text. */
export function stringField(key: string, value: string): Field {
  return stringAttr(key, value)
}

/** A whole number of 64 bits, by the rules of {@link int64Attr}. */
export function int64Field(key: string, value: number | bigint): Field {
  return int64Attr(key, value)
}

/** A floating point number, by the rules of {@link float64Attr}. */
export function float64Field(key: string, value: number): Field {
  return float64Attr(key, value)
}

/** A truth value. */
export function boolField(key: string, value: boolean): Field {
  return boolAttr(key, value)
}

/** The message of something that was thrown, under the key `error`. */
export function errorField(error: unknown): Field {
  return stringAttr('error', messageOf(error))
}

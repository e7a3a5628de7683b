import type { AnyValue } from '../../otlp/model.ts'
import { itemOf } from './attribute-list.ts'
import type { SpanRecord } from './span-record.ts'

/** The value of one attribute of a recorded span, without making data of the others; `undefined` if it has none. */
export function attributeOf({ attributes, fixed }: SpanRecord, key: string): AnyValue | undefined {
  return (attributes && itemOf(attributes, key)) ?? fixed?.get(key)
}

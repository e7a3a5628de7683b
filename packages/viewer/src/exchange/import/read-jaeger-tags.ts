import { type AnyValue, type AttributeMap, Double } from '@hopscope/observe/otlp'
import { textOfValue } from '../../trace/attribute.ts'
import { attributeMap, field, textField } from './json-fields.ts'

/** Tags as attributes. */
export type Tags = AttributeMap

/** Tags of Jaeger, less those that stand for something of a span that is no attribute. */
export interface ReadTags {
  readonly tags: Tags
  /** These, as text. */
  readonly special: ReadonlyMap<string, string>
}

/** Reads a list of tags, which have a key, a type and a value; those that are none are left out. */
export function readTags(list: readonly unknown[], special: readonly string[] = []): ReadTags {
  const read = list.flatMap((tag) => {
    const key = textField(tag, 'key')
    const value = readValue(textField(tag, 'type'), field(tag, 'value'))
    return key === '' || value === undefined ? [] : [[key, value] as const]
  })
  return {
    tags: attributeMap(read.filter(([key]) => !special.includes(key))),
    special: new Map(
      read.flatMap(([key, value]) => (special.includes(key) ? [[key, textOfValue(value)]] : [])),
    ),
  }
}

function readValue(type: string, value: unknown): AnyValue | undefined {
  if (type === 'int64' || type === 'long') return readInt(value)
  if (type === 'float64' || type === 'double') return readDouble(value)
  if (type === 'bool') return value === true || value === 'true'
  if (type === 'binary' && typeof value === 'string') return Buffer.from(value, 'base64')
  if (typeof value === 'string' || typeof value === 'boolean') return value
  return typeof value === 'number' ? readDouble(value) : undefined
}

// Ints that a double cannot hold are texts.
function readInt(value: unknown): AnyValue | undefined {
  if (typeof value === 'number') return Number.isInteger(value) ? value : readDouble(value)
  if (typeof value !== 'string' || !/^-?\d{1,20}$/.test(value)) return undefined
  const int = BigInt.asIntN(64, BigInt(value))
  return Number.isSafeInteger(Number(int)) ? Number(int) : int
}

function readDouble(value: unknown): AnyValue | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  if (typeof number !== 'number') return undefined
  return Number.isInteger(number) ? new Double(number) : number
}

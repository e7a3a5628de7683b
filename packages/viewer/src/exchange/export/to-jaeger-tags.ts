import { Double, type AnyValue, type AttributeMap } from '@hopscope/observe/otlp'
import { textOfValue } from '../../trace/attribute.ts'

/** A tag of Jaeger. */
export interface JaegerTag {
  readonly key: string
  readonly type: 'string' | 'bool' | 'int64' | 'float64' | 'binary'
  readonly value: string | number | boolean
}

/** Attributes as Jaeger has them: lists and maps are their JSON. */
export function toJaegerTags(attributes: AttributeMap): readonly JaegerTag[] {
  return Object.entries(attributes).map(([key, value]) => ({ key, ...toTyped(value) }))
}

function toTyped(value: AnyValue): Omit<JaegerTag, 'key'> {
  if (typeof value === 'boolean') return { type: 'bool', value }
  // Beyond what a double holds an int is a text, as Jaeger's own storage has it.
  if (typeof value === 'bigint') return { type: 'int64', value: value.toString() }
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) return { type: 'float64', value: value.toString() }
    return { type: Number.isInteger(value) ? 'int64' : 'float64', value }
  }
  if (value instanceof Double) return { type: 'float64', value: value.value }
  if (value instanceof Uint8Array) {
    return { type: 'binary', value: Buffer.from(value).toString('base64') }
  }
  return { type: 'string', value: textOfValue(value) }
}

import type { Attributes } from '@opentelemetry/api'
import type { AnyValue } from '../../otlp/model.ts'
import { ProtobufWriter } from '../../otlp/protobuf-writer.ts'
import { writeAttributes } from '../../otlp/write-attributes.ts'
import { itemOf, toList, toPlain, type AttributeList } from './attribute-list.ts'

/**
 * Attributes that many spans have, encoded once for all of them.
 *
 * They go wherever OpenTelemetry's API takes attributes, and are plain ones to every tracer but the
 * recorder's: that copies their bytes. Make them where the values become known, such as once for a
 * connection and a subject, and pass the same object each time. They cannot be changed; a span that
 * sets one of their keys again has the newer value.
 *
 * @example
 * const attributes = fixedAttributes({ 'messaging.system': 'nats', 'messaging.operation.name': 'publish' })
 * tracer.startSpan('publish orders', { attributes }).setAttribute('messaging.message.body.size', size)
 */
export function fixedAttributes(attributes: Attributes): Attributes {
  return new FixedAttributes(attributes) as object as Attributes
}

/** What {@link fixedAttributes} makes; its own properties are the attributes. */
export class FixedAttributes {
  readonly #list: AttributeList
  readonly #keys: readonly string[]
  readonly #bytes: Uint8Array
  #withHead: Uint8Array | undefined = undefined
  #name = ''
  #absent = ''
  #kind = 0

  constructor(attributes: Attributes) {
    this.#list = toList(attributes, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY).attributes
    this.#keys = Object.keys(attributes)
    const writer = new ProtobufWriter()
    for (let at = 0; at < this.#list.length; at += 2) {
      const key = this.#list[at] as string
      const value = toPlain(this.#list[at + 1] ?? null)
      writeAttributes(writer, 9, { [key]: value })
      Object.defineProperty(this, key, { value, enumerable: true })
    }
    this.#bytes = writer.finish().slice()
    Object.freeze(this)
  }

  /** Whether attributes are fixed ones: a look at them that costs next to nothing. */
  static is(attributes: object): attributes is FixedAttributes {
    return attributes instanceof FixedAttributes
  }

  /** Whether a span with such limits may have them. */
  fits(maxAttributes: number, maxValueLength: number): boolean {
    return this.size <= maxAttributes && maxValueLength === Number.POSITIVE_INFINITY
  }

  /** How many there are. */
  get size(): number {
    return this.#list.length / 2
  }

  /**
   * The fields `name`, `kind` and `attributes` of OTLP's `Span`.
   *
   * They are kept for the next span: who has fixed attributes has a fixed name, as a rule.
   */
  bytesWith(name: string, kind: number): Uint8Array {
    if (this.#withHead === undefined || name !== this.#name || kind !== this.#kind) {
      this.#withHead = encodeHead(name, kind, this.#bytes)
      this.#name = name
      this.#kind = kind
    }
    return this.#withHead
  }

  /** The attributes as a new list. */
  toList(): AttributeList {
    return [...this.#list]
  }

  /** The value of an attribute; `undefined` if there is none with that key. */
  get(key: string): AnyValue | undefined {
    return itemOf(this.#list, key)
  }

  has(key: string): boolean {
    // What is set beside them is the same each time, as a rule.
    if (key === this.#absent) return false
    if (this.#keys.includes(key)) return true
    this.#absent = key
    return false
  }
}

function encodeHead(name: string, kind: number, attributes: Uint8Array): Uint8Array {
  const writer = new ProtobufWriter(attributes.length + name.length + 16)
  if (name !== '') writer.string(5, name)
  writer.uint32(6, kind)
  writer.fields(attributes)
  return writer.finish()
}

import type { AnyValue } from '../../otlp/model.ts'
import { ProtobufWriter, varintBytes } from '../../otlp/protobuf-writer.ts'
import { writeAttributes } from '../../otlp/write-attributes.ts'
import { append, reserve, writeVarint, type ByteBuffer } from '../byte-buffer.ts'
import { AsciiText } from './ascii-text.ts'
import { toPlain, type AttributeList, type ListedValue } from './attribute-list.ts'

/**
 * Writes attributes, and remembers what it takes to write the same ones again.
 *
 * The attributes of spans are alike: the same keys, in the same order, and many with the same value
 * as before. So the bytes of a key are kept, with the key that came after it the last time, and the
 * bytes of a value that came twice in a row.
 */
export class AttributeWriter {
  readonly #known = new Map<string, KnownKey>()
  readonly #slow = new ProtobufWriter()
  #last: KnownKey = newKnownKey('')

  /**
   * @param tag the first byte of the field, which is one up to 15
   * @param from the item of the list to begin with
   */
  write(buffer: ByteBuffer, tag: number, list: AttributeList, from = 0): void {
    for (let at = from; at < list.length; at += 2) {
      this.#writeOne(buffer, tag, list[at] as string, list[at + 1] ?? null)
    }
  }

  #writeOne(buffer: ByteBuffer, tag: number, key: string, value: ListedValue): void {
    const known = this.#find(key)
    if (known === undefined) this.#writeSlowly(buffer, tag, key, toPlain(value))
    else if (typeof value === 'string') this.#writeText(buffer, tag, known, value)
    else if (typeof value === 'object' && value instanceof AsciiText) {
      this.#writeAscii(buffer, tag, known, value)
    } else if (!writeScalar(buffer, tag, known.prefix, value)) {
      this.#writeSlowly(buffer, tag, key, value)
    }
  }

  #writeText(buffer: ByteBuffer, tag: number, known: KnownKey, text: string): void {
    if (known.text === text && known.encoded !== undefined) {
      writeEncoded(buffer, tag, known.encoded)
      return
    }
    const start = buffer.at
    if (!writeShortText(buffer, tag, known.prefix, text)) {
      this.#writeSlowly(buffer, tag, known.key, text)
    } else if (known.text === text) {
      known.encoded = buffer.bytes.slice(start + 1, buffer.at)
    } else {
      known.text = text
      known.encoded = undefined
    }
  }

  #writeAscii(buffer: ByteBuffer, tag: number, { key, prefix }: KnownKey, text: AsciiText): void {
    if (prefix.length + text.length + 3 > MAX_SHORT) {
      this.#writeSlowly(buffer, tag, key, text.toString())
      return
    }
    writeTextHead(buffer, tag, prefix, text.length)
    const { bytes, at } = buffer
    for (let index = 0; index < text.length; index++) {
      bytes[at + index] = text.bytes[text.start + index] ?? 0
    }
    buffer.at = at + text.length
  }

  // What came after the last key the last time comes after it this time, as a rule.
  #find(key: string): KnownKey | undefined {
    const { next } = this.#last
    if (next !== undefined && next.key === key) return (this.#last = next)

    let known = this.#known.get(key)
    if (known === undefined) {
      if (key.length > MAX_KEY_LENGTH || this.#known.size === MAX_KNOWN) return undefined
      known = newKnownKey(key)
      this.#known.set(key, known)
    }
    this.#last.next = known
    return (this.#last = known)
  }

  #writeSlowly(buffer: ByteBuffer, tag: number, key: string, value: AnyValue): void {
    this.#slow.reset()
    writeAttributes(this.#slow, tag >> 3, { [key]: value })
    append(buffer, this.#slow.finish())
  }
}

// An application may make keys without end.
const MAX_KNOWN = 1024
const MAX_KEY_LENGTH = 80
/** A length of one byte covers so much. */
const MAX_SHORT = 0x7f

interface KnownKey {
  readonly key: string
  /** The field `key` of OTLP's `KeyValue`, and the tag of the field `value`. */
  readonly prefix: Uint8Array
  /** The text that was written last. */
  text: string
  /** The whole attribute but for its tag, if that text came twice in a row. */
  encoded: Uint8Array | undefined
  next: KnownKey | undefined
}

function newKnownKey(key: string): KnownKey {
  const writer = new ProtobufWriter(MAX_KEY_LENGTH * 3 + 4)
  writer.string(1, key)
  writer.fields(Uint8Array.of(0x12))
  return { key, prefix: writer.finish(), text: '', encoded: undefined, next: undefined }
}

function writeEncoded(buffer: ByteBuffer, tag: number, encoded: Uint8Array): void {
  reserve(buffer, encoded.length + 1)
  buffer.bytes[buffer.at] = tag
  buffer.bytes.set(encoded, buffer.at + 1)
  buffer.at += encoded.length + 1
}

// `false` leaves the buffer as it was.
function writeScalar(
  buffer: ByteBuffer,
  tag: number,
  prefix: Uint8Array,
  value: AnyValue,
): boolean {
  if (typeof value === 'boolean') {
    writePrefix(buffer, tag, prefix, 2)
    buffer.bytes[buffer.at++] = 0x10
    buffer.bytes[buffer.at++] = value ? 1 : 0
    return true
  }
  // A larger number is rare, a smaller one takes ten bytes, and 0 may be -0, which is a double.
  if (typeof value !== 'number' || (value | 0) !== value || value <= 0) return false
  writePrefix(buffer, tag, prefix, 1 + varintBytes(value))
  buffer.bytes[buffer.at++] = 0x18
  writeVarint(buffer, value)
  return true
}

// All lengths are of one byte; `false` leaves the buffer as it was.
function writeShortText(
  buffer: ByteBuffer,
  tag: number,
  prefix: Uint8Array,
  text: string,
): boolean {
  const { length } = text
  if (prefix.length + length + 3 > MAX_SHORT) return false
  const start = buffer.at
  writeTextHead(buffer, tag, prefix, length)
  const { bytes, at } = buffer
  for (let index = 0; index < length; index++) {
    const code = text.charCodeAt(index)
    if (code > 0x7f) {
      buffer.at = start
      return false
    }
    bytes[at + index] = code
  }
  buffer.at = at + length
  return true
}

// The text comes next, for which there is room then.
function writeTextHead(buffer: ByteBuffer, tag: number, prefix: Uint8Array, length: number): void {
  writePrefix(buffer, tag, prefix, length + 2)
  buffer.bytes[buffer.at] = 0x0a
  buffer.bytes[buffer.at + 1] = length
  buffer.at += 2
}

// The longest that may follow is MAX_SHORT, and is reserved here.
function writePrefix(
  buffer: ByteBuffer,
  tag: number,
  prefix: Uint8Array,
  valueLength: number,
): void {
  reserve(buffer, MAX_SHORT + 3)
  const { bytes, at } = buffer
  bytes[at] = tag
  bytes[at + 1] = prefix.length + 1 + valueLength
  bytes.set(prefix, at + 2)
  bytes[at + 2 + prefix.length] = valueLength
  buffer.at = at + 3 + prefix.length
}

import type { JsonScanner } from './json-scanner.ts'
import { fieldBytes, varintBytes } from './varint.ts'

/** What an attribute's value is; the numbers are those of the fields of OTLP's `AnyValue`. */
export const TEXT = 1
export const BOOL = 2
export const INT = 3
export const DOUBLE = 4

/** Where the attributes of a record are in its text, and what they are. */
export class AttributeSlots {
  count = 0
  readonly types: Uint8Array = new Uint8Array(MAX_ATTRIBUTES)
  readonly keyFrom: Int32Array = new Int32Array(MAX_ATTRIBUTES)
  readonly keyTo: Int32Array = new Int32Array(MAX_ATTRIBUTES)
  readonly textFrom: Int32Array = new Int32Array(MAX_ATTRIBUTES)
  readonly textTo: Int32Array = new Int32Array(MAX_ATTRIBUTES)
  /** Values that are no texts. */
  readonly numbers: Float64Array = new Float64Array(MAX_ATTRIBUTES)
  /** How many bytes the value takes as `AnyValue`, and with its key as `KeyValue`. */
  readonly valueBytes: Int32Array = new Int32Array(MAX_ATTRIBUTES)
  readonly bytes: Int32Array = new Int32Array(MAX_ATTRIBUTES)
  readonly #marks = new Int32Array(MAX_ATTRIBUTES)
  /** Bytes that the attributes take, with what frames each. */
  framedBytes = 0

  /** Begins with another text. */
  clear(): void {
    this.count = 0
    this.framedBytes = 0
  }

  /**
   * Begins an attribute whose key the scanner found last. `false` if there is no room, if it is one
   * of those from `first` on again, or if it is a key that an object does not keep in its order.
   */
  key({ bytes, from, to }: JsonScanner, first: number): boolean {
    const { count } = this
    const length = to - from
    const start = bytes[from] ?? 0
    if (count === MAX_ATTRIBUTES || length === 0 || (start >= 0x30 && start <= 0x39)) return false
    const middle = bytes[from + (length >> 1)] ?? 0
    const mark = (length << 24) ^ (start << 16) ^ (middle << 8) ^ (bytes[to - 1] ?? 0)
    for (let at = first; at < count; at++) {
      if (this.#marks[at] === mark && this.#isKey(bytes, at, from, length)) return false
    }
    this.#marks[count] = mark
    this.keyFrom[count] = from
    this.keyTo[count] = to
    return true
  }

  /** Ends the attribute by the text that the scanner found last. */
  text({ from, to }: JsonScanner): void {
    this.textFrom[this.count] = from
    this.textTo[this.count] = to
    this.#end(TEXT, fieldBytes(to - from))
  }

  /** Ends the attribute by a bool. */
  bool(value: boolean): void {
    this.numbers[this.count] = value ? 1 : 0
    this.#end(BOOL, 2)
  }

  /** Ends the attribute by a whole number that is safe, and not the -0 that only a double can be. */
  int(value: number): void {
    this.numbers[this.count] = value
    this.#end(INT, 1 + varintBytes(value))
  }

  /** Ends the attribute by a double. */
  double(value: number): void {
    this.numbers[this.count] = value
    this.#end(DOUBLE, 9)
  }

  #end(type: number, valueBytes: number): void {
    const { count } = this
    const keyBytes = fieldBytes((this.keyTo[count] ?? 0) - (this.keyFrom[count] ?? 0))
    const bytes = keyBytes + fieldBytes(valueBytes)
    this.types[count] = type
    this.valueBytes[count] = valueBytes
    this.bytes[count] = bytes
    this.framedBytes += fieldBytes(bytes)
    this.count = count + 1
  }

  #isKey(bytes: Uint8Array, at: number, from: number, length: number): boolean {
    const other = this.keyFrom[at] ?? 0
    if ((this.keyTo[at] ?? 0) - other !== length) return false
    for (let index = 0; index < length; index++) {
      if (bytes[other + index] !== bytes[from + index]) return false
    }
    return true
  }
}

/** Records with more are read in another way. */
const MAX_ATTRIBUTES = 128

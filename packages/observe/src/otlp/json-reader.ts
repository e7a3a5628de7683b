/** A JSON object, of which nothing is known. */
export interface JsonObject {
  readonly [key: string]: unknown
}

/**
 * Reads values out of parsed JSON as Protocol Buffers' JSON mapping has them: absent and `null`
 * are the default, and a number may be a string.
 *
 * It never throws: a value of another type gives the default and sets {@link JsonReader.failed},
 * which is to be asked once at the end.
 */
export class JsonReader {
  #failed = false
  #depth = 0

  /** Whether anything was malformed. */
  get failed(): boolean {
    return this.#failed
  }

  /** Makes the reading fail where what was read cannot be. */
  check(isValid: boolean): void {
    if (!isValid) this.#failed = true
  }

  /** The fields of an object; no fields by default. */
  object(value: unknown): JsonObject {
    if (!isPresent(value)) return {}
    const isObject = typeof value === 'object' && !Array.isArray(value)
    this.check(isObject)
    return isObject ? (value as JsonObject) : {}
  }

  /** What `read` makes of each item of an array; below a depth of 100 it fails. */
  list<T>(value: unknown, read: (reader: JsonReader, item: JsonObject) => T): readonly T[] {
    if (!isPresent(value)) return []
    const isList = Array.isArray(value) && this.#depth < MAX_DEPTH
    this.check(isList)
    if (!isList) return []
    this.#depth++
    const items = value.map((item) => read(this, this.object(item)))
    this.#depth--
    return items
  }

  /** A string; empty by default. */
  string(value: unknown): string {
    if (!isPresent(value)) return ''
    this.check(typeof value === 'string')
    return typeof value === 'string' ? value : ''
  }

  /** Hex digits, in lower case, of the given length or none. */
  hex(value: unknown, digits: number): string {
    const text = this.string(value).toLowerCase()
    this.check(text === '' || (text.length === digits && HEX.test(text)))
    return text
  }

  /** A whole number of 64 bits, signed or not; 0 by default. */
  integer(value: unknown): bigint {
    if (!isPresent(value)) return 0n
    if (typeof value === 'bigint') return value
    if (typeof value === 'number' && Number.isInteger(value)) return BigInt(value)
    const isInteger = typeof value === 'string' && INTEGER.test(value)
    this.check(isInteger)
    return isInteger ? BigInt(value) : 0n
  }

  /** A whole number from 0 to 2^32 - 1; 0 by default. */
  uint32(value: unknown): number {
    const number = Number(this.integer(value))
    this.check(number >= 0 && number <= 0xffff_ffff)
    return number
  }

  /** A whole number from -2^31 to 2^31 - 1; 0 by default. */
  int32(value: unknown): number {
    const number = Number(this.integer(value))
    this.check(number >= -0x8000_0000 && number <= 0x7fff_ffff)
    return number
  }

  /** A whole number of 64 bits without a sign, which is not exact above 2^53; 0 by default. */
  count(value: unknown): number {
    return Number(this.time(value))
  }

  /** A time in nanoseconds since 1970; 0 by default. */
  time(value: unknown): bigint {
    const time = this.integer(value)
    this.check(BigInt.asUintN(64, time) === time)
    return time
  }

  /**
   * The number of an enum; 0 by default.
   *
   * OTLP/JSON has numbers only; Protocol Buffers' own JSON, which others send, has names.
   */
  enum(value: unknown, names: readonly string[]): number {
    const named = typeof value === 'string' ? names.indexOf(value) : -1
    return named >= 0 ? named : this.uint32(value)
  }

  /** A double, also as a string such as `NaN`; 0 by default. */
  double(value: unknown): number {
    if (!isPresent(value)) return 0
    if (typeof value === 'bigint') return Number(value)
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
    this.check(typeof number === 'number' && (value === 'NaN' || !Number.isNaN(number)))
    return typeof number === 'number' ? number : 0
  }
}

/** Whether a field is there: Protocol Buffers' JSON has `null` for one that is not. */
export function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null
}

const MAX_DEPTH = 100
const HEX = /^[0-9a-f]*$/
// Twenty digits hold any integer of 64 bits, and a longer text is not worth a BigInt.
const INTEGER = /^-?\d{1,20}$/

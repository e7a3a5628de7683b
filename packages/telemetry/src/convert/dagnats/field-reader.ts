import type { AnyValue, AttributeMap } from '@hopscope/observe/otlp'
import { isMap } from './parse-object.ts'
import { parseId } from './parse-id.ts'
import { parseTime } from './parse-time.ts'

/**
 * Reads the fields of a record of DagNats.
 *
 * It never throws: what cannot be read gives an empty value, and the first such field is told by
 * {@link FieldReader.fault}, which is to be asked once at the end.
 */
export class FieldReader {
  /** All of the fields, as they are. */
  readonly fields: AttributeMap
  readonly #faults: string[]

  constructor(fields: AttributeMap, faults: string[] = []) {
    this.fields = fields
    this.#faults = faults
  }

  /** What the first field that cannot be read has wrong, as half a sentence. */
  get fault(): string | undefined {
    return this.#faults[0]
  }

  /** Makes the reading fail where what was read cannot be. */
  check(isValid: boolean, fault: string): void {
    if (!isValid) this.#faults.push(fault)
  }

  /** Whether there is a field: Go has `null` for what is not there. */
  has(name: string): boolean {
    return this.value(name) !== null
  }

  /** Any value; `null` by default. */
  value(name: string): AnyValue {
    return Object.hasOwn(this.fields, name) ? (this.fields[name] ?? null) : null
  }

  /** A text; empty by default. */
  text(name: string): string {
    const value = this.value(name) ?? ''
    this.check(typeof value === 'string', `its ${name} is no text`)
    return typeof value === 'string' ? value : ''
  }

  /** A text that must be there and not be empty. */
  filled(name: string): string {
    const text = this.text(name)
    this.check(text !== '', `its ${name} is absent or empty`)
    return text
  }

  /** An id as lower-case hex digits, from hex or base64; it must not be all zeros. */
  id(name: string, digits: number): string {
    const id = parseId(this.text(name), digits)
    this.check(id !== undefined, `its ${name} is not ${digits} hex digits, or all zeros`)
    return id ?? ''
  }

  /** An id that may be absent; then it is empty. */
  optionalId(name: string, digits: number): string {
    return this.text(name) === '' ? '' : this.id(name, digits)
  }

  /** A time in nanoseconds since 1970, which must be later than that. */
  time(name: string): bigint {
    const time = parseTime(this.text(name)) ?? 0n
    this.check(time > 0n && time < MAX_TIME, `its ${name} is no time from 1970 on`)
    return time
  }

  /** A time that may be absent, or be Go's zero time, which is of the year 1; then it is 0. */
  optionalTime(name: string): bigint {
    const text = this.text(name)
    const time = text === '' ? 0n : parseTime(text)
    this.check(time !== undefined && time < MAX_TIME, `its ${name} is no time`)
    return time === undefined || time < 0n ? 0n : time
  }

  /** A number that must be there. */
  number(name: string): number | bigint {
    const value = this.value(name)
    const isNumber = typeof value === 'bigint' || Number.isFinite(value)
    this.check(isNumber, `its ${name} is no number`)
    return typeof value === 'bigint' || typeof value === 'number' ? value : 0
  }

  /** A whole number from 0 on; 0 by default. */
  count(name: string): number {
    return this.#countOf(this.value(name) ?? 0, name)
  }

  /** A whole number of 32 bits; 0 by default. */
  int32(name: string): number {
    const value = this.value(name) ?? 0
    const isInt32 = typeof value === 'number' && (value | 0) === value
    this.check(isInt32, `its ${name} is no whole number of 32 bits`)
    return isInt32 ? value : 0
  }

  /** Whole numbers from 0 on; none by default. */
  counts(name: string): readonly number[] {
    return this.list(name).map((item) => this.#countOf(item, name))
  }

  /** Numbers; none by default. */
  numbers(name: string): readonly number[] {
    const items = this.list(name)
    this.check(items.every(isNumeric), `its ${name} are not all numbers`)
    return items.map(Number)
  }

  /** A list; empty by default. */
  list(name: string): readonly AnyValue[] {
    const value = this.value(name) ?? []
    this.check(isList(value), `its ${name} is no list`)
    return isList(value) ? value : []
  }

  /** Readers of the objects of a list, whose faults are this one's too; none by default. */
  objects(name: string): readonly FieldReader[] {
    const items = this.list(name)
    this.check(items.every(isMap), `its ${name} are not all objects`)
    return items.filter(isMap).map((item) => this.within(item))
  }

  /** An object; empty by default. */
  map(name: string): AttributeMap {
    const value = this.value(name) ?? {}
    this.check(isMap(value), `its ${name} is no object`)
    return isMap(value) ? value : {}
  }

  /** Attributes, which are nested to a depth that everything that reads them takes; none by default. */
  attributes(name: string): AttributeMap {
    const attributes = this.map(name)
    const isShallow = !isDeeper(attributes, MAX_DEPTH)
    this.check(isShallow, `its ${name} are nested too deeply`)
    return isShallow ? attributes : {}
  }

  /** A reader of an object, whose faults are this one's too. */
  object(name: string): FieldReader {
    return this.within(this.map(name))
  }

  /** A reader of other fields, whose faults are this one's too. */
  within(fields: AttributeMap): FieldReader {
    return new FieldReader(fields, this.#faults)
  }

  #countOf(value: AnyValue, name: string): number {
    const count = isNumeric(value) ? Number(value) : -1
    const isCount = Number.isInteger(count) && count >= 0 && count < 2 ** 64
    this.check(isCount, `its ${name} is no count`)
    return isCount ? count : 0
  }
}

// What 64 bits hold.
const MAX_TIME = 1n << 64n

// What is written deeper than this would be left out.
const MAX_DEPTH = 32

function isDeeper(value: AnyValue, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  return depth === 0 || Object.values(value).some((item) => isDeeper(item, depth - 1))
}

function isNumeric(value: AnyValue): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint'
}

function isList(value: AnyValue): value is readonly AnyValue[] {
  return Array.isArray(value)
}

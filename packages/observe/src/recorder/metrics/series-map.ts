import type { Attributes, AttributeValue } from '@opentelemetry/api'
import type { AttributeMap } from '../../otlp/model.ts'
import { reportFailure } from '../../safely.ts'
import { copyAnyValue } from '../copy-any-value.ts'
import { toAnyValue } from '../spans/attribute-list.ts'
import { FixedAttributes } from '../spans/fixed-attributes.ts'
import type { Series } from './aggregation.ts'

/**
 * The series of one metric by their attributes, so many and no more: attributes without end, such as
 * ids, would fill the memory. What comes when it is full is put together in one series that has the
 * attribute `otel.metric.overflow`.
 */
export class SeriesMap {
  readonly #series = new Map<string, Series>()
  /** Attributes that cannot change are found by what they are, not by what is in them. */
  readonly #ofFixed = new Map<FixedAttributes, Series>()
  readonly #max: number
  readonly #create: (attributes: AttributeMap) => Series

  /** @param create makes the series of attributes that are new */
  constructor(max: number, create: (attributes: AttributeMap) => Series) {
    this.#max = max
    this.#create = create
  }

  /** The series of these attributes, in whatever order they are; that of none, if they cannot be read. */
  of(attributes: Attributes | undefined): Series {
    if (typeof attributes !== 'object' || attributes === null) return this.#find(NONE)
    try {
      return this.#ofThese(attributes)
    } catch (error) {
      // What was measured counts all the same.
      reportFailure('reading attributes', error)
      return this.#find(NONE)
    }
  }

  #ofThese(attributes: Attributes): Series {
    if (!FixedAttributes.is(attributes)) return this.#find(attributes)

    let series = this.#ofFixed.get(attributes)
    if (!series) {
      series = this.#find(attributes)
      if (this.#ofFixed.size < this.#max) this.#ofFixed.set(attributes, series)
    }
    return series
  }

  /** Every series, by a key that is the same for the same attributes. */
  entries(): Iterable<readonly [key: string, series: Series]> {
    return this.#series.entries()
  }

  clear(): void {
    this.#series.clear()
    this.#ofFixed.clear()
  }

  #find(attributes: Attributes): Series {
    const key = keyOf(attributes)
    const found = this.#series.get(key)
    if (found) return found

    // The last place is that of the overflow.
    if (this.#series.size >= this.#max - 1 && key !== OVERFLOW_KEY) return this.#find(OVERFLOW)
    const series = this.#create(toMap(attributes))
    this.#series.set(key, series)
    return series
  }
}

const NONE: Attributes = {}

/** What a value is added to when there is no room for its own attributes (metrics SDK, cardinality limits). */
const OVERFLOW: Attributes = { 'otel.metric.overflow': true }
const OVERFLOW_KEY = keyOf(OVERFLOW)

// Lengths keep apart what would be the same text without them.
function keyOf(attributes: Attributes): string {
  const keys = Object.keys(attributes)
  if (keys.length > 1) keys.sort()
  let key = ''
  for (const name of keys) {
    const value = attributes[name]
    if (value === undefined || name === '') continue
    const type = typeof value
    if (type === 'string' || type === 'number' || type === 'boolean') {
      const text = String(value)
      key += `${name.length} ${name}${type}${text.length} ${text}`
    } else {
      key += keyOfOther(name, value)
    }
  }
  return key
}

// What has the same copy is the same.
function keyOfOther(name: string, value: AttributeValue | null): string {
  const copy = copyAnyValue(value)
  const text = typeof copy === 'string' ? copy : JSON.stringify(copy, exactly)
  return `${name.length} ${name}${typeof copy}${text.length} ${text}`
}

// JSON has no word for these, and takes what is no finite number for nothing.
function exactly(_: string, value: unknown): unknown {
  return typeof value === 'bigint' || typeof value === 'number' ? `${typeof value} ${value}` : value
}

function toMap(attributes: Attributes): AttributeMap {
  const map: Record<string, AttributeMap[string]> = Object.create(null)
  for (const key of Object.keys(attributes)) {
    const value = attributes[key]
    if (value !== undefined && key !== '') map[key] = toAnyValue(value, Number.POSITIVE_INFINITY)
  }
  return map
}

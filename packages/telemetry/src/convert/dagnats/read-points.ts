import type {
  AnyValue,
  AttributeMap,
  Exemplar,
  ExponentialBuckets,
  ExponentialHistogramPoint,
  HistogramPoint,
  NumberPoint,
  PointHead,
  SummaryPoint,
} from '@hopscope/observe/otlp'
import type { FieldReader } from './field-reader.ts'
import { toDouble } from './to-double.ts'

/** Reads a `DataPoint` of Go's `metricdata`, of which nothing tells whether it is of floats: a whole number is an int. */
export function readNumberPoint(reader: FieldReader): NumberPoint {
  return { ...readHead(reader), value: reader.number('Value'), ...readExemplars(reader) }
}

/** Reads a `HistogramDataPoint` of Go's `metricdata`. */
export function readHistogramPoint(reader: FieldReader): HistogramPoint {
  const bounds = reader.numbers('Bounds')
  const bucketCounts = reader.counts('BucketCounts')
  const isWhole = bucketCounts.length === bounds.length + 1
  reader.check(isWhole || bucketCounts.length === 0, 'its Bounds do not fit its BucketCounts')
  return {
    ...readHead(reader),
    ...readStatistics(reader),
    bounds: bucketCounts.length === 0 ? [] : bounds,
    bucketCounts,
    ...readExemplars(reader),
  }
}

/** Reads an `ExponentialHistogramDataPoint` of Go's `metricdata`. */
export function readExponentialPoint(reader: FieldReader): ExponentialHistogramPoint {
  const zeroThreshold = readOptional(reader, 'ZeroThreshold') ?? 0
  return {
    ...readHead(reader),
    ...readStatistics(reader),
    scale: reader.int32('Scale'),
    zeroCount: reader.count('ZeroCount'),
    ...(zeroThreshold !== 0 && { zeroThreshold }),
    positive: readBuckets(reader.object('PositiveBucket')),
    negative: readBuckets(reader.object('NegativeBucket')),
    ...readExemplars(reader),
  }
}

/** Reads a `SummaryDataPoint` of Go's `metricdata`. */
export function readSummaryPoint(reader: FieldReader): SummaryPoint {
  return {
    ...readHead(reader),
    count: reader.count('Count'),
    sum: readOptional(reader, 'Sum') ?? 0,
    quantiles: reader.objects('QuantileValues').map((each) => ({
      quantile: Number(each.number('Quantile')),
      value: Number(each.number('Value')),
    })),
  }
}

function readHead(reader: FieldReader): PointHead {
  return {
    attributes: readAttributes(reader, 'Attributes'),
    startTimeUnixNano: reader.optionalTime('StartTime'),
    timeUnixNano: reader.time('Time'),
  }
}

function readStatistics(reader: FieldReader) {
  const sum = readOptional(reader, 'Sum')
  const min = readOptional(reader, 'Min')
  const max = readOptional(reader, 'Max')
  return {
    count: reader.count('Count'),
    ...(sum !== undefined && { sum }),
    ...(min !== undefined && { min }),
    ...(max !== undefined && { max }),
  }
}

function readOptional(reader: FieldReader, name: string): number | undefined {
  return reader.has(name) ? Number(reader.number(name)) : undefined
}

function readBuckets(reader: FieldReader): ExponentialBuckets {
  return { offset: reader.int32('Offset'), bucketCounts: reader.counts('Counts') }
}

function readExemplars(reader: FieldReader): { readonly exemplars?: readonly Exemplar[] } {
  const exemplars = reader.objects('Exemplars').map(readExemplar)
  return exemplars.length === 0 ? {} : { exemplars }
}

function readExemplar(reader: FieldReader): Exemplar {
  const traceId = reader.optionalId('TraceID', 32)
  const spanId = reader.optionalId('SpanID', 16)
  return {
    timeUnixNano: reader.time('Time'),
    value: reader.number('Value'),
    filteredAttributes: readAttributes(reader, 'FilteredAttributes'),
    ...(traceId && { traceId }),
    ...(spanId && { spanId }),
  }
}

function readAttributes(reader: FieldReader, name: string): AttributeMap {
  const attributes: Record<string, AnyValue> = Object.create(null)
  for (const each of reader.objects(name)) {
    const value = each.object('Value')
    attributes[each.text('Key')] = toValue(value.text('Type'), value.value('Value'))
  }
  return attributes
}

function toValue(type: string, value: AnyValue): AnyValue {
  if (type === 'FLOAT64') return toFloat(value)
  return type === 'FLOAT64SLICE' && isList(value) ? value.map(toFloat) : value
}

function toFloat(value: AnyValue): AnyValue {
  return typeof value === 'number' || typeof value === 'bigint' ? toDouble(value) : value
}

function isList(value: AnyValue): value is readonly AnyValue[] {
  return Array.isArray(value)
}

import { isInt, isInt64 } from '../any-number.ts'
import { formatDouble, type Json } from '../format-attributes.ts'
import { Double } from '../model.ts'
import { formatGiven, formatList, formatTime } from '../frames/format-source.ts'
import type {
  Exemplar,
  ExponentialBuckets,
  ExponentialHistogramPoint,
  HistogramPoint,
  NumberPoint,
  PointHead,
  SummaryPoint,
} from './model.ts'

/** A `NumberDataPoint` as OTLP/JSON has it. */
export function formatNumberPoint(point: NumberPoint): Json {
  return {
    ...formatHead(point),
    ...formatNumber(point.value),
    exemplars: formatExemplars(point.exemplars),
  }
}

/** A `HistogramDataPoint` as OTLP/JSON has it. */
export function formatHistogramPoint(point: HistogramPoint): Json {
  return {
    ...formatHead(point),
    count: point.count.toString(),
    sum: formatOptional(point.sum),
    bucketCounts: formatList(point.bucketCounts.map(String)),
    explicitBounds: formatList(point.bounds.map(formatDouble)),
    exemplars: formatExemplars(point.exemplars),
    min: formatOptional(point.min),
    max: formatOptional(point.max),
  }
}

/** An `ExponentialHistogramDataPoint` as OTLP/JSON has it. */
export function formatExponentialHistogramPoint(point: ExponentialHistogramPoint): Json {
  return {
    ...formatHead(point),
    count: point.count.toString(),
    sum: formatOptional(point.sum),
    scale: point.scale,
    zeroCount: point.zeroCount.toString(),
    positive: formatBuckets(point.positive),
    negative: formatBuckets(point.negative),
    min: formatOptional(point.min),
    max: formatOptional(point.max),
    zeroThreshold: formatOptional(point.zeroThreshold),
    exemplars: formatExemplars(point.exemplars),
  }
}

/** A `SummaryDataPoint` as OTLP/JSON has it. */
export function formatSummaryPoint(point: SummaryPoint): Json {
  return {
    ...formatHead(point),
    count: point.count.toString(),
    sum: formatDouble(point.sum),
    quantileValues: point.quantiles.map(({ quantile, value }) => ({
      quantile: formatDouble(quantile),
      value: formatDouble(value),
    })),
  }
}

function formatHead(point: PointHead) {
  return {
    attributes: formatGiven(point.attributes),
    startTimeUnixNano: formatTime(point.startTimeUnixNano),
    timeUnixNano: formatTime(point.timeUnixNano),
    flags: point.flags,
  }
}

function formatNumber(value: number | bigint | Double) {
  if (value instanceof Double) return { asDouble: formatDouble(value.value) }
  if (typeof value === 'number' && !isInt(value)) return { asDouble: formatDouble(value) }
  if (typeof value === 'bigint' && !isInt64(value)) return { asDouble: Number(value) }
  return { asInt: value.toString() }
}

function formatExemplars(exemplars: readonly Exemplar[] = []): readonly Json[] | undefined {
  return formatList(
    exemplars.map((exemplar) => ({
      filteredAttributes: formatGiven(exemplar.filteredAttributes),
      timeUnixNano: formatTime(exemplar.timeUnixNano),
      ...formatNumber(exemplar.value),
      spanId: exemplar.spanId,
      traceId: exemplar.traceId,
    })),
  )
}

function formatBuckets({ offset, bucketCounts }: ExponentialBuckets): Json {
  return { offset, bucketCounts: formatList(bucketCounts.map(String)) }
}

function formatOptional(value: number | undefined): Json | undefined {
  return value === undefined ? undefined : formatDouble(value)
}

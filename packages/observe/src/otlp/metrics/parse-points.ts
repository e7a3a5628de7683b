import { doubleOf, intOf, isInt64 } from '../any-number.ts'
import { setGiven, type Draft } from '../draft.ts'
import { isPresent, type JsonObject, type JsonReader } from '../json-reader.ts'
import type { Double } from '../model.ts'
import { parseAttributes } from '../parse-attributes.ts'
import type {
  Exemplar,
  ExponentialBuckets,
  ExponentialHistogramPoint,
  HistogramPoint,
  NumberPoint,
  PointHead,
  SummaryPoint,
} from './model.ts'

/** Reads a `NumberDataPoint` of OTLP/JSON. */
export function parseNumberPoint(reader: JsonReader, json: JsonObject): NumberPoint {
  const exemplars = reader.list(json.exemplars, parseExemplar)
  return {
    ...parseHead(reader, json),
    value: parseNumber(reader, json),
    ...(exemplars.length > 0 && { exemplars }),
  }
}

/** Reads a `HistogramDataPoint` of OTLP/JSON. */
export function parseHistogramPoint(reader: JsonReader, json: JsonObject): HistogramPoint {
  const exemplars = reader.list(json.exemplars, parseExemplar)
  return {
    ...parseHead(reader, json),
    ...parseStatistics(reader, json),
    bounds: parseItems(reader, json.explicitBounds, (item) => reader.double(item)),
    bucketCounts: parseCounts(reader, json.bucketCounts),
    ...(exemplars.length > 0 && { exemplars }),
  }
}

/** Reads an `ExponentialHistogramDataPoint` of OTLP/JSON. */
export function parseExponentialHistogramPoint(
  reader: JsonReader,
  json: JsonObject,
): ExponentialHistogramPoint {
  const exemplars = reader.list(json.exemplars, parseExemplar)
  const point: Draft<ExponentialHistogramPoint> = {
    ...parseHead(reader, json),
    ...parseStatistics(reader, json),
    scale: reader.int32(json.scale),
    zeroCount: reader.count(json.zeroCount),
    positive: parseBuckets(reader, json.positive),
    negative: parseBuckets(reader, json.negative),
    ...(exemplars.length > 0 && { exemplars }),
  }
  setGiven(point, 'zeroThreshold', reader.double(json.zeroThreshold))
  return point
}

/** Reads a `SummaryDataPoint` of OTLP/JSON. */
export function parseSummaryPoint(reader: JsonReader, json: JsonObject): SummaryPoint {
  return {
    ...parseHead(reader, json),
    count: reader.count(json.count),
    sum: reader.double(json.sum),
    quantiles: reader.list(json.quantileValues, (_, each) => ({
      quantile: reader.double(each.quantile),
      value: reader.double(each.value),
    })),
  }
}

function parseHead(reader: JsonReader, json: JsonObject): PointHead {
  const head: Draft<PointHead> = {
    attributes: parseAttributes(reader, json.attributes),
    startTimeUnixNano: reader.time(json.startTimeUnixNano),
    timeUnixNano: reader.time(json.timeUnixNano),
  }
  setGiven(head, 'flags', reader.uint32(json.flags))
  return head
}

function parseStatistics(reader: JsonReader, json: JsonObject) {
  return {
    count: reader.count(json.count),
    ...(isPresent(json.sum) && { sum: reader.double(json.sum) }),
    ...(isPresent(json.min) && { min: reader.double(json.min) }),
    ...(isPresent(json.max) && { max: reader.double(json.max) }),
  }
}

function parseNumber(reader: JsonReader, json: JsonObject): number | bigint | Double {
  if (isPresent(json.asDouble)) return doubleOf(reader.double(json.asDouble))
  const integer = reader.integer(json.asInt)
  reader.check(isInt64(integer))
  return intOf(integer)
}

function parseExemplar(reader: JsonReader, json: JsonObject): Exemplar {
  const exemplar: Draft<Exemplar> = {
    timeUnixNano: reader.time(json.timeUnixNano),
    value: parseNumber(reader, json),
    filteredAttributes: parseAttributes(reader, json.filteredAttributes),
  }
  setGiven(exemplar, 'traceId', reader.hex(json.traceId, 32))
  setGiven(exemplar, 'spanId', reader.hex(json.spanId, 16))
  return exemplar
}

function parseBuckets(reader: JsonReader, value: unknown): ExponentialBuckets {
  const { offset, bucketCounts } = reader.object(value)
  return { offset: reader.int32(offset), bucketCounts: parseCounts(reader, bucketCounts) }
}

function parseCounts(reader: JsonReader, value: unknown): readonly number[] {
  return parseItems(reader, value, (item) => reader.count(item))
}

function parseItems(
  reader: JsonReader,
  value: unknown,
  parse: (item: unknown) => number,
): readonly number[] {
  if (!isPresent(value)) return []
  reader.check(Array.isArray(value))
  return Array.isArray(value) ? value.map(parse) : []
}

import { doubleOf, intOf } from '../any-number.ts'
import { setGiven, type Draft } from '../draft.ts'
import type { ProtobufReader } from '../protobuf-reader.ts'
import { newAttributes, readAttribute } from '../read-attributes.ts'
import type {
  Exemplar,
  ExponentialBuckets,
  ExponentialHistogramPoint,
  HistogramPoint,
  NumberPoint,
  SummaryPoint,
} from './model.ts'
import { unpackDoubles, unpackFixed64, unpackVarints, unzigzag } from './packed.ts'

/** Reads the fields of OTLP's `NumberDataPoint` message. */
export function readNumberPoint(reader: ProtobufReader): NumberPoint {
  const attributes = newAttributes()
  const exemplars: Exemplar[] = []
  const point: Draft<NumberPoint> = { ...times(), attributes, value: 0 }
  while (reader.next()) {
    const { field } = reader
    if (field === 2) point.startTimeUnixNano = reader.fixed64()
    else if (field === 3) point.timeUnixNano = reader.fixed64()
    else if (field === 4) point.value = doubleOf(reader.double())
    else if (field === 5) exemplars.push(reader.message(readExemplar))
    else if (field === 6) point.value = readInt(reader)
    else if (field === 7) readAttribute(reader, attributes)
    else if (field === 8) setGiven(point, 'flags', reader.uint32())
    else reader.skip()
  }
  return exemplars.length === 0 ? point : { ...point, exemplars }
}

/** Reads the fields of OTLP's `HistogramDataPoint` message. */
export function readHistogramPoint(reader: ProtobufReader): HistogramPoint {
  const attributes = newAttributes()
  const exemplars: Exemplar[] = []
  const point: Draft<HistogramPoint> = {
    ...times(),
    attributes,
    count: 0,
    bounds: [],
    bucketCounts: [],
  }
  while (reader.next()) {
    const { field } = reader
    if (field === 2) point.startTimeUnixNano = reader.fixed64()
    else if (field === 3) point.timeUnixNano = reader.fixed64()
    else if (field === 4) point.count = Number(reader.fixed64())
    else if (field === 5) point.sum = reader.double()
    else if (field === 6) point.bucketCounts = readPacked(reader, unpackFixed64)
    else if (field === 7) point.bounds = readPacked(reader, unpackDoubles)
    else if (field === 8) exemplars.push(reader.message(readExemplar))
    else if (field === 9) readAttribute(reader, attributes)
    else if (field === 10) setGiven(point, 'flags', reader.uint32())
    else if (field === 11) point.min = reader.double()
    else if (field === 12) point.max = reader.double()
    else reader.skip()
  }
  return exemplars.length === 0 ? point : { ...point, exemplars }
}

/** Reads the fields of OTLP's `ExponentialHistogramDataPoint` message. */
export function readExponentialHistogramPoint(reader: ProtobufReader): ExponentialHistogramPoint {
  const attributes = newAttributes()
  const exemplars: Exemplar[] = []
  const point: Draft<ExponentialHistogramPoint> = {
    ...times(),
    attributes,
    count: 0,
    scale: 0,
    zeroCount: 0,
    positive: NO_BUCKETS,
    negative: NO_BUCKETS,
  }
  while (reader.next()) {
    const { field } = reader
    if (field === 1) readAttribute(reader, attributes)
    else if (field === 2) point.startTimeUnixNano = reader.fixed64()
    else if (field === 3) point.timeUnixNano = reader.fixed64()
    else if (field === 4) point.count = Number(reader.fixed64())
    else if (field === 5) point.sum = reader.double()
    else if (field === 6) point.scale = unzigzag(reader.uint32())
    else if (field === 7) point.zeroCount = Number(reader.fixed64())
    else if (field === 8) point.positive = reader.message(readBuckets)
    else if (field === 9) point.negative = reader.message(readBuckets)
    else if (field === 10) setGiven(point, 'flags', reader.uint32())
    else if (field === 11) exemplars.push(reader.message(readExemplar))
    else if (field === 12) point.min = reader.double()
    else if (field === 13) point.max = reader.double()
    else if (field === 14) setGiven(point, 'zeroThreshold', reader.double())
    else reader.skip()
  }
  return exemplars.length === 0 ? point : { ...point, exemplars }
}

/** Reads the fields of OTLP's `SummaryDataPoint` message. */
export function readSummaryPoint(reader: ProtobufReader): SummaryPoint {
  const attributes = newAttributes()
  const quantiles: { readonly quantile: number; readonly value: number }[] = []
  const point: Draft<SummaryPoint> = { ...times(), attributes, count: 0, sum: 0, quantiles }
  while (reader.next()) {
    const { field } = reader
    if (field === 2) point.startTimeUnixNano = reader.fixed64()
    else if (field === 3) point.timeUnixNano = reader.fixed64()
    else if (field === 4) point.count = Number(reader.fixed64())
    else if (field === 5) point.sum = reader.double()
    else if (field === 6) quantiles.push(reader.message(readQuantile))
    else if (field === 7) readAttribute(reader, attributes)
    else if (field === 8) setGiven(point, 'flags', reader.uint32())
    else reader.skip()
  }
  return point
}

const NO_BUCKETS: ExponentialBuckets = { offset: 0, bucketCounts: [] }

function times() {
  return { startTimeUnixNano: 0n, timeUnixNano: 0n }
}

function readInt(reader: ProtobufReader): number | bigint {
  return intOf(BigInt.asIntN(64, reader.fixed64()))
}

function readPacked(
  reader: ProtobufReader,
  unpack: (bytes: Uint8Array) => readonly number[] | undefined,
): readonly number[] {
  const values = unpack(reader.bytes())
  reader.check(values !== undefined)
  return values ?? []
}

function readExemplar(reader: ProtobufReader): Exemplar {
  const filteredAttributes = newAttributes()
  const exemplar: Draft<Exemplar> = { timeUnixNano: 0n, value: 0, filteredAttributes }
  while (reader.next()) {
    const { field } = reader
    if (field === 2) exemplar.timeUnixNano = reader.fixed64()
    else if (field === 3) exemplar.value = doubleOf(reader.double())
    else if (field === 4) setGiven(exemplar, 'spanId', reader.hex(8))
    else if (field === 5) setGiven(exemplar, 'traceId', reader.hex(16))
    else if (field === 6) exemplar.value = readInt(reader)
    else if (field === 7) readAttribute(reader, filteredAttributes)
    else reader.skip()
  }
  return exemplar
}

function readBuckets(reader: ProtobufReader): ExponentialBuckets {
  const buckets: Draft<ExponentialBuckets> = { offset: 0, bucketCounts: [] }
  while (reader.next()) {
    if (reader.field === 1) buckets.offset = unzigzag(reader.uint32())
    else if (reader.field === 2) buckets.bucketCounts = readPacked(reader, unpackVarints)
    else reader.skip()
  }
  return buckets
}

function readQuantile(reader: ProtobufReader) {
  const each = { quantile: 0, value: 0 }
  while (reader.next()) {
    if (reader.field === 1) each.quantile = reader.double()
    else if (reader.field === 2) each.value = reader.double()
    else reader.skip()
  }
  return each
}

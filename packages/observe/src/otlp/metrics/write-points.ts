import { isInt, isInt64 } from '../any-number.ts'
import { Double } from '../model.ts'
import type { ProtobufWriter } from '../protobuf-writer.ts'
import { writeAttributes } from '../write-attributes.ts'
import type {
  Exemplar,
  ExponentialBuckets,
  ExponentialHistogramPoint,
  HistogramPoint,
  NumberPoint,
  PointHead,
  SummaryPoint,
} from './model.ts'
import { packDoubles, packFixed64, packVarints, zigzag } from './packed.ts'

/** Writes the fields of OTLP's `NumberDataPoint` message. */
export function writeNumberPoint(writer: ProtobufWriter, point: NumberPoint): void {
  writeTimes(writer, point)
  writeNumber(writer, 4, point.value)
  for (const exemplar of point.exemplars ?? []) writer.message(5, writeExemplar, exemplar)
  writeAttributes(writer, 7, point.attributes)
  if (point.flags) writer.uint32(8, point.flags)
}

/** Writes the fields of OTLP's `HistogramDataPoint` message. */
export function writeHistogramPoint(writer: ProtobufWriter, point: HistogramPoint): void {
  writeTimes(writer, point)
  writeCount(writer, 4, point.count)
  if (point.sum !== undefined) writer.double(5, point.sum)
  if (point.bucketCounts.length > 0) writer.bytes(6, packFixed64(point.bucketCounts))
  if (point.bounds.length > 0) writer.bytes(7, packDoubles(point.bounds))
  for (const exemplar of point.exemplars ?? []) writer.message(8, writeExemplar, exemplar)
  writeAttributes(writer, 9, point.attributes)
  if (point.flags) writer.uint32(10, point.flags)
  if (point.min !== undefined) writer.double(11, point.min)
  if (point.max !== undefined) writer.double(12, point.max)
}

/** Writes the fields of OTLP's `ExponentialHistogramDataPoint` message. */
export function writeExponentialHistogramPoint(
  writer: ProtobufWriter,
  point: ExponentialHistogramPoint,
): void {
  writeAttributes(writer, 1, point.attributes)
  writeTimes(writer, point)
  writeCount(writer, 4, point.count)
  if (point.sum !== undefined) writer.double(5, point.sum)
  if (point.scale !== 0) writer.uint32(6, zigzag(point.scale))
  writeCount(writer, 7, point.zeroCount)
  writer.message(8, writeBuckets, point.positive)
  writer.message(9, writeBuckets, point.negative)
  if (point.flags) writer.uint32(10, point.flags)
  for (const exemplar of point.exemplars ?? []) writer.message(11, writeExemplar, exemplar)
  if (point.min !== undefined) writer.double(12, point.min)
  if (point.max !== undefined) writer.double(13, point.max)
  if (point.zeroThreshold) writer.double(14, point.zeroThreshold)
}

/** Writes the fields of OTLP's `SummaryDataPoint` message. */
export function writeSummaryPoint(writer: ProtobufWriter, point: SummaryPoint): void {
  writeTimes(writer, point)
  writeCount(writer, 4, point.count)
  if (point.sum !== 0) writer.double(5, point.sum)
  for (const each of point.quantiles) writer.message(6, writeQuantile, each)
  writeAttributes(writer, 7, point.attributes)
  if (point.flags) writer.uint32(8, point.flags)
}

function writeTimes(writer: ProtobufWriter, point: PointHead): void {
  if (point.startTimeUnixNano !== 0n) writer.fixed64(2, point.startTimeUnixNano)
  if (point.timeUnixNano !== 0n) writer.fixed64(3, point.timeUnixNano)
}

// A oneof: a value is written even when it is 0. An int has the same field in a point and an exemplar.
function writeNumber(
  writer: ProtobufWriter,
  doubleField: number,
  value: number | bigint | Double,
): void {
  if (value instanceof Double) writer.double(doubleField, value.value)
  else if (typeof value === 'number' && !isInt(value)) writer.double(doubleField, value)
  else if (typeof value === 'bigint' && !isInt64(value)) writer.double(doubleField, Number(value))
  else writer.fixed64(6, BigInt.asUintN(64, BigInt(value)))
}

function writeExemplar(writer: ProtobufWriter, exemplar: Exemplar): void {
  if (exemplar.timeUnixNano !== 0n) writer.fixed64(2, exemplar.timeUnixNano)
  writeNumber(writer, 3, exemplar.value)
  if (exemplar.spanId) writer.hex(4, exemplar.spanId)
  if (exemplar.traceId) writer.hex(5, exemplar.traceId)
  writeAttributes(writer, 7, exemplar.filteredAttributes)
}

function writeBuckets(writer: ProtobufWriter, { offset, bucketCounts }: ExponentialBuckets): void {
  if (offset !== 0) writer.uint32(1, zigzag(offset))
  if (bucketCounts.length > 0) writer.bytes(2, packVarints(bucketCounts))
}

function writeQuantile(
  writer: ProtobufWriter,
  { quantile, value }: { readonly quantile: number; readonly value: number },
): void {
  if (quantile !== 0) writer.double(1, quantile)
  if (value !== 0) writer.double(2, value)
}

function writeCount(writer: ProtobufWriter, field: number, count: number): void {
  if (count !== 0) writer.fixed64(field, BigInt(count))
}

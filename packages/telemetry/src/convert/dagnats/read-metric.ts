import type { MetricData, MetricHead, Temporality } from '@hopscope/observe/otlp'
import type { FieldReader } from './field-reader.ts'
import {
  readExponentialPoint,
  readHistogramPoint,
  readNumberPoint,
  readSummaryPoint,
} from './read-points.ts'

/** Reads a metric of DagNats, whose data are Go's `metricdata` in JSON. */
export function readMetric(reader: FieldReader): MetricData {
  const description = reader.text('description')
  const unit = reader.text('unit')
  const name = reader.filled('name')
  const head = { name, ...(description && { description }), ...(unit && { unit }) }
  return readData(head, reader.object('data'))
}

// Go does not write which kind it is; each has fields that no other has.
function readData(head: MetricHead, data: FieldReader): MetricData {
  data.check(data.has('DataPoints'), 'its data has no DataPoints')
  const points = data.objects('DataPoints')
  const first = points[0]
  if (first?.has('QuantileValues')) {
    return { ...head, type: 'summary', points: points.map(readSummaryPoint) }
  }
  if (first?.has('PositiveBucket') || first?.has('Scale')) {
    const temporality = readTemporality(data)
    return {
      ...head,
      type: 'exponentialHistogram',
      points: points.map(readExponentialPoint),
      temporality,
    }
  }
  if (first?.has('BucketCounts') || first?.has('Bounds') || first?.has('Count')) {
    const temporality = readTemporality(data)
    return { ...head, type: 'histogram', points: points.map(readHistogramPoint), temporality }
  }
  if (!data.has('Temporality')) {
    return { ...head, type: 'gauge', points: points.map(readNumberPoint) }
  }
  return {
    ...head,
    type: 'sum',
    points: points.map(readNumberPoint),
    temporality: readTemporality(data),
    isMonotonic: data.value('IsMonotonic') === true,
  }
}

function readTemporality(data: FieldReader): Temporality {
  const text = data.text('Temporality')
  const isDelta = text === 'DeltaTemporality'
  data.check(isDelta || text === 'CumulativeTemporality', 'its Temporality is of no known name')
  return isDelta ? 'delta' : 'cumulative'
}

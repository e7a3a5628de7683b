import type { MetricData } from '@hopscope/observe/otlp'

/** Points of one metric in one piece; a point takes some hundred bytes, and a message holds a megabyte. */
const MAX_POINTS = 500

/** A metric in pieces that fit into a message each: the same metric, with some of its points. */
export function splitPoints(metric: MetricData): readonly MetricData[] {
  const pieces: MetricData[] = []
  for (let at = 0; at === 0 || at < metric.points.length; at += MAX_POINTS) {
    pieces.push(withPoints(metric, at, at + MAX_POINTS))
  }
  return pieces
}

function withPoints(metric: MetricData, start: number, end: number): MetricData {
  switch (metric.type) {
    case 'gauge':
    case 'sum':
      return { ...metric, points: metric.points.slice(start, end) }
    case 'histogram':
      return { ...metric, points: metric.points.slice(start, end) }
    case 'exponentialHistogram':
      return { ...metric, points: metric.points.slice(start, end) }
    default:
      return { ...metric, points: metric.points.slice(start, end) }
  }
}

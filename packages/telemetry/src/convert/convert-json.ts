import {
  encodeLogs,
  encodeMetrics,
  encodeTraces,
  type LogData,
  type MetricsData,
  type TraceData,
} from '@hopscope/observe/otlp'
import type { Signal } from '../otlp-http/signal.ts'
import { encodeMeasurements } from './aggregate.ts'
import type { Converted } from './converted.ts'
import { readLogs } from './text/read-logs.ts'
import { readMetrics } from './text/read-metrics.ts'
import { readTraces } from './text/read-traces.ts'

/**
 * Makes a request of a text in JSON: OTLP, or a record of DagNats.
 *
 * @param service whose record it is if the record does not say
 */
export function convertJson(text: string, signal: Signal, service: string): Converted {
  switch (signal) {
    case 'traces':
      return convertTraces(text, service)
    case 'logs':
      return convertLogs(text, service)
    default:
      return convertMetrics(text, service)
  }
}

function convertTraces(text: string, service: string): Converted {
  const data = readTraces(text, service)
  if ('undecodable' in data) return { signal: 'traces', undecodable: data.undecodable }
  const items = countSpans(data)
  return items === 0
    ? { signal: 'traces', nothing: true }
    : { signal: 'traces', body: encodeTraces(data), items }
}

function convertLogs(text: string, service: string): Converted {
  const data = readLogs(text, service)
  if ('undecodable' in data) return { signal: 'logs', undecodable: data.undecodable }
  const items = countLogRecords(data)
  return items === 0
    ? { signal: 'logs', nothing: true }
    : { signal: 'logs', body: encodeLogs(data), items }
}

function convertMetrics(text: string, service: string): Converted {
  const data = readMetrics(text, service)
  if ('undecodable' in data) return { signal: 'metrics', undecodable: data.undecodable }
  if ('value' in data) {
    return { signal: 'metrics', body: encodeMeasurements([data]), items: 1, measurement: data }
  }
  const items = countPoints(data)
  return items === 0
    ? { signal: 'metrics', nothing: true }
    : { signal: 'metrics', body: encodeMetrics(data), items }
}

function countSpans({ resourceSpans }: TraceData): number {
  return resourceSpans
    .flatMap(({ scopeSpans }) => scopeSpans)
    .reduce((count, { spans }) => count + spans.length, 0)
}

function countLogRecords({ resourceLogs }: LogData): number {
  return resourceLogs
    .flatMap(({ scopeLogs }) => scopeLogs)
    .reduce((count, { logRecords }) => count + logRecords.length, 0)
}

function countPoints({ resourceMetrics }: MetricsData): number {
  return resourceMetrics
    .flatMap(({ scopeMetrics }) => scopeMetrics)
    .flatMap(({ metrics }) => metrics)
    .reduce((count, { points }) => count + points.length, 0)
}

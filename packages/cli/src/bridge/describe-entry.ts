import type { BridgeFigures, SignalFigures } from '@hopscope/telemetry/bridge'
import { plainText } from '@hopscope/path/text'
import { counted, formatCount } from '../output/format-count.ts'
import { formatMs } from '../output/format-ms.ts'
import type { LogEntry } from './bridge-log.ts'

/** An entry in words, safe for a terminal; empty if people are not told of it. */
export function describeEntry(entry: LogEntry): string {
  return plainText(words(entry))
}

function words(entry: LogEntry): string {
  switch (entry.kind) {
    case 'started':
      return describeStart(entry)
    case 'signal-started':
      return `${entry.signal}: sent, read by consumer ${entry.consumer}`
    case 'signal-absent':
      return `${entry.signal}: not offered by the backend, and left in the stream: ${entry.reason}`
    case 'outage':
      return `${entry.signal}: the backend does not take it, ${whatNext(entry)}: ${entry.reason}`
    case 'resumed':
      return `${entry.signal}: sent again after ${formatMs(entry.outageMs)}`
    case 'partial-success':
      return `${entry.signal}: the backend dropped ${counted(entry.rejected, 'item')}${after(': ', entry.message)}`
    case 'retry':
      return `${recordOf(entry)} was refused, attempt ${entry.attempt}, ${whatNext(entry)}: ${entry.reason}`
    case 'dead-letter':
      return `${recordOf(entry)} is a dead letter: ${entry.reason}`
    case 'discarded':
      return `${entry.signal}: the stream's limits dropped ${counted(entry.count, 'record')} that were not sent yet`
    case 'problem':
      return `${entry.signal === undefined ? '' : `${entry.signal}: `}${entry.message}${after('; ', entry.hint)}`
    case 'disconnected':
      return `connection to ${entry.server} lost, connecting again`
    case 'reconnected':
      return `connected to ${entry.server} again`
    case 'stopping':
      return `stopping: what is in hand is sent, for ${formatMs(entry.timeoutMs)} at the most`
    case 'stopped':
      return describeEnd(entry.figures)
    default:
      return ''
  }
}

function whatNext({ retryInMs }: Extract<LogEntry, { kind: 'outage' | 'retry' }>): string {
  return retryInMs === undefined
    ? 'left to the next bridge'
    : `tried again in ${formatMs(retryInMs)}`
}

function after(separator: string, text: string | undefined): string {
  return text === undefined ? '' : `${separator}${text}`
}

function recordOf({
  signal,
  sequence,
  subject,
}: Extract<LogEntry, { kind: 'retry' | 'dead-letter' }>): string {
  return `${signal}: record ${sequence} of ${subject}`
}

function describeStart(entry: Extract<LogEntry, { kind: 'started' }>): string {
  const { durable, stream, endpoints, httpUrl } = entry
  return `${durable} sends ${stream} to ${destinations(endpoints)}${after(', health and metrics at ', httpUrl)}`
}

// Most backends take all signals below one URL.
function destinations(endpoints: Readonly<Record<string, string>>): string {
  const all = Object.entries(endpoints)
  const bases = new Set(all.map(([signal, url]) => url.replace(new RegExp(`/v1/${signal}$`), '')))
  const [base] = bases
  if (all.length > 1 && bases.size === 1 && base !== undefined) return base
  return all.map(([signal, url]) => `${url} (${signal})`).join(', ')
}

function describeEnd({ signals }: BridgeFigures): string {
  const parts = Object.entries(signals).map(([signal, figures]) => `${signal} ${totals(figures)}`)
  return `stopped: ${parts.join('; ')}`
}

function totals(figures: SignalFigures): string {
  const parts = [
    `${counted(figures.exported, 'record')} sent`,
    figures.deadLetters > 0 ? counted(figures.deadLetters, 'dead letter') : '',
    figures.rejected > 0 ? `${counted(figures.rejected, 'item')} dropped by the backend` : '',
    figures.discarded > 0 ? `${counted(figures.discarded, 'record')} dropped by the stream` : '',
    figures.inHand > 0 ? `${formatCount(figures.inHand)} handed back` : '',
  ]
  return parts.filter(Boolean).join(', ')
}

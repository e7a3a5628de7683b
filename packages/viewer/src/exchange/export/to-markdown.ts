import type { JourneyMessage, JourneyView } from '../../api/journey-view.ts'
import { ROW_FLAGS, type TraceView } from '../../api/trace-view.ts'
import { markdownText } from './markdown-text.ts'

/**
 * A trace in a few lines, for an issue or a chat: what became of it, where its time went, which way
 * its messages took, what failed and what was slowest.
 */
export function toMarkdown(view: TraceView, journey: JourneyView): string {
  const { summary, traceId } = view
  const root = summary.root ? `${summary.root.service}: ${summary.root.name}` : traceId
  return [
    `# ${markdownText(root)}`,
    markdownText(view.verdict),
    facts(view),
    section('Where the time went', timeTable(view)),
    section('The way of its messages', journey.messages.slice(0, MAX_MESSAGES).map(way).join('\n')),
    section('What failed', failures(view)),
    section('What took the longest', slowest(view)),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n')
}

const MAX_MESSAGES = 50
const MAX_ROWS = 10

function facts({ traceId, summary, startUnixNano, durationNs }: TraceView): string {
  const start = new Date(Number(BigInt(startUnixNano) / 1_000_000n))
  const services = summary.services.map((service) => markdownText(service)).join(', ')
  return [
    `- trace \`${traceId}\``,
    `- began ${Number.isFinite(start.getTime()) ? start.toISOString() : 'at an unknown time'}, took ${duration(durationNs)}`,
    `- ${summary.spanCount} spans, ${summary.hopCount} of them hops of servers, ${summary.errorCount} failed`,
    ...(services === '' ? [] : [`- services: ${services}`]),
    ...(summary.flags.length === 0 ? [] : [`- ${summary.flags.join(', ')}`]),
  ].join('\n')
}

function section(title: string, body: string): string {
  return body === '' ? '' : `## ${title}\n\n${body}`
}

function timeTable({ time, durationNs }: TraceView): string {
  const rows = time.filter((share) => share.durationNs > 0)
  return table(
    ['what', 'of', 'time', 'share'],
    rows.map((share) => [
      share.kind,
      markdownText(share.of ?? ''),
      duration(share.durationNs),
      `${Math.round((100 * share.durationNs) / Math.max(1, durationNs))} %`,
    ]),
  )
}

function way(message: JourneyMessage): string {
  const { subject, publisher, hops, stores, receivers, type, stops } = message
  const servers = hops.map(({ server }) => markdownText(server)).join(' → ')
  const stored = stores.map(({ stream, outcome }) => `${markdownText(stream)} (${outcome})`)
  return [
    `- ${type === 'message' ? '' : `${type} `}**${markdownText(subject)}** from ${markdownText(publisher)}`,
    ...(servers === '' ? [] : [`  - servers: ${servers}`]),
    ...(stored.length === 0 ? [] : [`  - streams: ${stored.join(', ')}`]),
    ...receivers.slice(0, MAX_MESSAGES).map(receiverLine),
    ...stops.map((stop) => `  - stops: ${markdownText(stop)}`),
  ].join('\n')
}

function receiverLine(receiver: JourneyMessage['receivers'][number]): string {
  const { service, consumer, attempts, deadLetter } = receiver
  const by = consumer === undefined ? '' : ` by ${markdownText(consumer)}`
  const parts = [
    ...attempts.slice(0, MAX_ROWS).flatMap((attempt) => attemptWords(attempt)),
    ...(deadLetter ? [`dead letter${reason(deadLetter.reason)}`] : []),
  ]
  return `  - to ${markdownText(service)}${by}${parts.length === 0 ? '' : `: ${parts.join('; ')}`}`
}

type Attempt = JourneyMessage['receivers'][number]['attempts'][number]

function attemptWords({ number, outcome, durationNs, error }: Attempt): readonly string[] {
  const why = error === undefined ? '' : `: ${markdownText(error)}`
  if (outcome !== 'none')
    return [`attempt ${number} ${outcome} after ${duration(durationNs)}${why}`]
  // Nothing is to be settled, and of who only subscribed no time is known.
  return durationNs === 0 && why === '' ? [] : [`took ${duration(durationNs)}${why}`]
}

function reason(text: string | undefined): string {
  return text === undefined ? '' : ` (${markdownText(text)})`
}

function failures(view: TraceView): string {
  const rows = rowsOf(view).filter((row) => (flagOf(view, row) & ROW_FLAGS.error) !== 0)
  return spanTable(view, rows.slice(0, MAX_ROWS))
}

function slowest(view: TraceView): string {
  const { durations } = view.rows
  const rows = rowsOf(view).toSorted((a, b) => (durations[b] ?? 0) - (durations[a] ?? 0))
  return spanTable(view, rows.slice(0, MAX_ROWS))
}

function rowsOf({ rows }: TraceView): readonly number[] {
  return rows.parents.map((_parent, row) => row)
}

function flagOf({ rows }: TraceView, row: number): number {
  return rows.flags[row] ?? 0
}

function spanTable({ rows, strings }: TraceView, chosen: readonly number[]): string {
  const textAt = (list: readonly number[], row: number): string =>
    markdownText(strings[list[row] ?? 0] ?? '')
  return table(
    ['service', 'span', 'begins', 'takes', ''],
    chosen.map((row) => [
      textAt(rows.services, row),
      textAt(rows.names, row),
      `+${duration(rows.starts[row] ?? 0)}`,
      duration(rows.durations[row] ?? 0),
      textAt(rows.details, row),
    ]),
  )
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return ''
  const lines = [head, head.map(() => '---'), ...rows]
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

function duration(nanos: number): string {
  if (nanos >= 1e9) return `${(nanos / 1e9).toFixed(2)} s`
  if (nanos >= 1e6) return `${(nanos / 1e6).toFixed(nanos >= 1e8 ? 0 : 1)} ms`
  return `${Math.round(nanos / 1e3)} µs`
}

import { formatDuration, type JourneyNode } from '@hopscope/path'
import type { TimeKind, TimeShare, TraceView } from '../api/trace-view.ts'
import { reasonOf } from './reason-of.ts'
import { deliveryCountOf, isFailed, isGivenUp } from './row-flags.ts'
import { serviceOf } from './span-detail.ts'
import type { TraceRows } from './trace-rows.ts'

/**
 * What became of a trace, as one sentence: how long it took, where the time went, and what matters
 * most of what went wrong: `412 ms: 61 % waiting in ORDERS, 22 % billing handler; attempt 3 of
 * fulfilment gave up: no such address`.
 */
export function verdictOf(rows: TraceRows, known: Known): string {
  const { summary, attempts } = known
  const took = formatDuration(BigInt(rows.durationNs))
  const went = shareWords(rows.durationNs, known)
  const first = went === '' ? took : `${took}: ${went}`
  const outcome = outcomeOf(rows, { summary, attempts })
  return outcome === undefined ? first : `${first}; ${outcome}`
}

interface Known extends Pick<TraceView, 'summary' | 'time'> {
  /** The attempt before each attempt. */
  readonly attempts: Int32Array
  /** By how much clocks contradict each other, in nanoseconds; 0 where they do not. */
  readonly contradictionNs: number
}

const LEAST_PERCENT = 5
const MOST_SHARES = 3

function shareWords(durationNs: number, { time, contradictionNs }: Known): string {
  if (durationNs === 0) return ''
  return time
    .map((share) => ({ share, percent: Math.round((100 * share.durationNs) / durationNs) }))
    .filter(({ percent }) => percent >= LEAST_PERCENT)
    .slice(0, MOST_SHARES)
    .map(({ share, percent }) => `${percent} % ${wordsOf(share, contradictionNs)}`)
    .join(', ')
}

function wordsOf({ kind, of, durationNs }: TimeShare, contradictionNs: number): string {
  // What no span tells of is then, for the larger part, no time that passed.
  if (kind === 'unknown' && of === undefined && contradictionNs > durationNs / 2) {
    return `that cannot be told, since clocks differ by ${formatDuration(BigInt(contradictionNs))} or more`
  }
  const [named, shared] = WORDS[kind]
  return of === undefined ? shared : named(of)
}

type Words = readonly [named: (of: string) => string, shared: string]

const WORDS: Readonly<Record<TimeKind, Words>> = {
  stream: [(of) => `waiting in ${of}`, 'waiting in streams'],
  handler: [(of) => `${of} handler`, 'in handlers'],
  work: [(of) => of, 'work of services'],
  client: [(of) => `sending by ${of}`, 'sending'],
  delivery: [(of) => `on the way to ${of}`, 'on the way to handlers'],
  server: [(of) => `in ${of}`, 'in servers'],
  link: [(of) => of, 'between servers'],
  unknown: [(of) => of, 'that no span tells of'],
}

function outcomeOf(
  rows: TraceRows,
  { summary, attempts }: Pick<Known, 'summary' | 'attempts'>,
): string | undefined {
  const spans = rows.nodes.filter((node) => node.role !== 'missing')
  const consumers = spans.filter(({ role }) => role === 'consumer')
  const givenUp = consumers.find((node) => isGivenUp(node))
  if (givenUp !== undefined) return `${attemptOf(givenUp)} gave up${reasonAfter(givenUp)}`

  const failed = failedRow(rows, attempts)
  const node = rows.nodes[failed]
  if (node !== undefined && node.role !== 'missing')
    return failureOf(node, rows.services[failed] ?? '')
  const told = WORTH_TELLING.find(([flag]) => summary.flags.includes(flag))
  if (told !== undefined) return told[1]
  const last = consumers.findLast((consumer) => deliveryCountOf(consumer) > 1)
  return last === undefined ? undefined : `${attemptOf(last)} went well`
}

const WORTH_TELLING = [
  ['account-stop', 'it ends at an account that does not allow it on'],
  // Nobody handles what is not delivered, so that there is little to be missed.
  ['dry-run', 'traced without being delivered'],
  ['missing-spans', 'not all of its spans are there'],
] as const

// The first consumer that failed, else the first row. What went well in a later attempt is no failure.
function failedRow(rows: TraceRows, attempts: Int32Array): number {
  const { nodes, parents, roles } = rows
  const isPast = new Uint8Array(nodes.length)
  for (const row of attempts) if (row >= 0) isPast[row] = 1
  let first = -1
  for (let row = 0; row < nodes.length; row++) {
    if (isPast[parents[row] ?? -1] === 1) isPast[row] = 1
    const node = nodes[row]
    if (isPast[row] === 1 || node === undefined || node.role === 'missing') continue
    if (!isFailed(node)) continue
    if (roles[row] === 'consumer') return row
    if (first < 0) first = row
  }
  return first
}

function failureOf(node: JourneyNode, who: string): string {
  if (node.role === 'store') return `${who} rejected the message${reasonAfter(node)}`
  if (node.role === 'hop') return `${who} refused the message${reasonAfter(node)}`
  if (node.role === 'consumer') return `${attemptOf(node)} failed${reasonAfter(node)}`
  return `${who} failed${reasonAfter(node)}`
}

function attemptOf(node: JourneyNode): string {
  const count = deliveryCountOf(node)
  const service = serviceOf(node.resource)
  return count === 0 ? service : `attempt ${count} of ${service}`
}

function reasonAfter({ span }: JourneyNode): string {
  const reason = reasonOf(span)
  return reason === undefined ? '' : `: ${cut(reason)}`
}

function cut(text: string): string {
  return text.length <= 200 ? text : `${text.slice(0, 200).toWellFormed()}…`
}

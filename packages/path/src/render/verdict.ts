import type { Explanation, SlowestLink, StreamVerdict, Verdict } from '../explain/explanation.ts'
import type { Problem, ProblemKind } from '../explain/problem.ts'
import { formatDuration } from '../text/format-duration.ts'
import { plainText } from '../text/plain-text.ts'
import { plural } from '../text/plural.ts'
import { formatLinkTime } from './format-link-time.ts'

/**
 * What a trace comes to, in short lines: who got the message, how far it went, what went wrong; and
 * how many `messages` there were, if several were published with one context.
 */
export function verdict(explanation: Explanation, messages: number): readonly string[] {
  const { verdict, stops } = explanation
  const lines = [
    reached(explanation),
    travelled(explanation, messages),
    ...advice([...verdict.problems, ...stops]),
  ]
  return lines.map((line) => plainText(line))
}

// What several problems have in common is said once, after the last of them.
function advice(problems: readonly Problem[]): readonly string[] {
  return problems.flatMap(({ severity, message, hint }, index) => {
    const isLast = problems[index + 1]?.hint !== hint
    return [`${severity}: ${message}`, ...(isLast ? [`hint: ${hint}`] : [])]
  })
}

function reached({ verdict, stops }: Explanation): string {
  const { delivered, streams, dryRun } = verdict
  const stored = namesWith(streams, 'stored')
  const duplicate = namesWith(streams, 'duplicate')
  const parts = [
    ...(delivered > 0 ? [`delivered to ${plural(delivered, 'subscriber')}`] : []),
    ...(stored.length > 0 ? [`stored in ${stored.join(', ')}${roomFor(verdict)}`] : []),
  ]
  if (parts.length === 0) return unreached(dryRun, duplicate, stops)
  const before = duplicate.length === 0 ? '' : `, stored before in ${duplicate.join(', ')}`
  return dryRun ? `would be ${parts.join(' and ')}${before}` : `${parts.join(', ')}${before}`
}

// Only the stream itself knows whether it is full.
function roomFor({ dryRun, streams }: Verdict): string {
  const isUnsure = streams.some(({ outcome, examined }) => outcome === 'stored' && !examined)
  return dryRun && isUnsure ? ' if it has room' : ''
}

function unreached(
  dryRun: boolean,
  duplicate: readonly string[],
  stops: Explanation['stops'],
): string {
  if (duplicate.length > 0) return `stored before in ${duplicate.join(', ')}`
  if (stops.some(({ kind }) => HIDING.has(kind))) return 'nobody who reports got the message'
  return dryRun ? 'nobody would get the message' : 'nobody got the message'
}

// Behind these there may be receivers of which nothing is heard.
const HIDING: ReadonlySet<ProblemKind> = new Set([
  'account-boundary-stream',
  'account-boundary-service',
  'origin-unknown',
  'remote-too-old',
  'server-api',
  'server-silent',
])

function namesWith(
  streams: readonly StreamVerdict[],
  outcome: StreamVerdict['outcome'],
): readonly string[] {
  const names = streams.filter((stream) => stream.outcome === outcome).map(({ stream }) => stream)
  return [...new Set(names)]
}

function travelled({ verdict }: Explanation, messages: number): string {
  const { servers, durationNanos, slowestLink } = verdict
  const slowest = slowestLink === undefined ? '' : `, slowest link ${describe(slowestLink)}`
  const time = durationNanos === 0n ? '' : ` in ${formatDuration(durationNanos)}`
  const several = messages > 1 ? `${plural(messages, 'message')}, ` : ''
  return `${several}${plural(servers.length, 'server')}${time}${slowest}`
}

function describe(link: SlowestLink): string {
  return `${link.from} → ${link.to} ${formatLinkTime(link).replace(/^\+/, '')}`
}

import { plural } from '../text/plural.ts'
import { formatDuration } from '../text/format-duration.ts'
import { plainText } from '../text/plain-text.ts'
import { nodesOf, type Journey, type JourneyNode } from './assemble-journey.ts'
import { missingServers, type MissingServer } from './missing-servers.ts'
import { textOf } from './span-role.ts'
import { hasFailed, isDeadLetter } from './work-line.ts'

/** What a journey comes to, in a line or two: who took part, what was stored, what went wrong. */
export function summarizeJourney(journey: Journey): readonly string[] {
  const nodes = [...nodesOf(journey.roots)]
  const work = nodes.filter(({ role }) => role === 'work' || role === 'consumer')
  const streams = new Set(nodes.filter((node) => isStored(node)).map((node) => streamOf(node)))
  const processed = nodes.filter(({ role }) => role === 'consumer')
  const failed = work.filter(({ span }) => hasFailed(span)).length
  const deadLetters = work.filter(({ span }) => isDeadLetter(span)).length
  const facts = [
    formatDuration(journey.endTimeUnixNano - journey.startTimeUnixNano),
    ...some(new Set(work.map(({ resource }) => textOf(resource, 'service.name'))).size, 'service'),
    ...some(serversOf(nodes).size, 'server'),
    ...(streams.size > 0 ? [`stored in ${plainText([...streams].join(', '))}`] : []),
    ...(processed.length > 0 ? [`processed ${plural(processed.length, 'time')}`] : []),
    ...(failed > 0 ? [`${plural(failed, 'span')} failed`] : []),
    ...some(deadLetters, 'dead letter'),
  ]
  return [facts.join(', '), ...warnings(journey, nodes)]
}

function some(count: number, noun: string): readonly string[] {
  return count === 0 ? [] : [plural(count, noun)]
}

function serversOf(nodes: readonly JourneyNode[]): ReadonlySet<string> {
  return new Set(nodes.flatMap(({ span }) => textOf(span.attributes, 'nats.server.name') ?? []))
}

function isStored({ role, span }: JourneyNode): boolean {
  const { attributes } = span
  return (
    role === 'store' &&
    attributes['messaging.nats.store.outcome'] === 'stored' &&
    attributes['nats.trace.dry_run'] !== true
  )
}

function streamOf({ span }: JourneyNode): string {
  return textOf(span.attributes, 'messaging.nats.stream.name') ?? span.name
}

function warnings(journey: Journey, nodes: readonly JourneyNode[]): readonly string[] {
  const hops = nodes.filter(({ role }) => role === 'hop')
  const missing = hops.flatMap((node) => missingServers(node))
  const silent = missing.filter(({ tooOld }) => !tooOld)
  const old = missing.filter(({ tooOld }) => tooOld)
  return [
    ...warnOf(silent, 'did not report'),
    ...warnOf(old, 'too old to trace'),
    ...(journey.orphans > 0
      ? [`warning: the parent of ${plural(journey.orphans, 'span')} has not arrived`]
      : []),
  ]
}

function warnOf(servers: readonly MissingServer[], what: string): readonly string[] {
  const names = new Set(servers.map(({ name }) => name))
  if (names.size === 0) return []
  return [`warning: ${plural(names.size, 'server')} ${what}: ${[...names].join(', ')}`]
}

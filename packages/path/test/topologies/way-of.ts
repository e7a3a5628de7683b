import {
  kindName,
  storageOutcome,
  type Assembly,
  type Hop,
  type MissingHop,
  type TraceItem,
} from '../../src/index.ts'

/**
 * The way of a message without its times, ids and versions: a server a line, below the one before
 * it, and below each server what happened there.
 */
export function wayOf({ roots, missing }: Assembly): string {
  const unannounced = missing.filter(({ announcedBy }) => announcedBy === undefined)
  return [...roots.map((hop) => hopLines(hop)), ...unannounced.map((silent) => silentLines(silent))]
    .flat()
    .join('\n')
}

function hopLines({ event, next, missing }: Hop): readonly string[] {
  const { server, ingress, items } = event
  const line = `${server.name} ← ${kindName(ingress.kind)} ${ingress.name}`
  return [
    ingress.error === undefined ? line : `${line} ✗ ${ingress.error}`,
    ...indent(items.flatMap((item) => itemLine(item))),
    ...indent(next.flatMap((hop) => hopLines(hop))),
    ...indent(missing.flatMap((silent) => silentLines(silent))),
  ]
}

function silentLines({ server, next }: MissingHop): readonly string[] {
  return [`${server} is silent`, ...indent(next.flatMap((hop) => hopLines(hop)))]
}

function itemLine(item: TraceItem): readonly string[] {
  if (item.type === 'storage') {
    const reason = item.error === undefined ? '' : ` (${item.error})`
    return [`stream ${item.stream} ${storageOutcome(item)}${reason}`]
  }
  if (item.type !== 'egress') {
    const account = item.account === undefined ? '' : ` in ${item.account}`
    return [`${item.type} to ${item.to}${account}`]
  }
  // A server that got the message has a line of its own.
  if (item.hop !== undefined && item.error === undefined) return []
  const queue = item.queue === undefined ? '' : ` queue ${item.queue}`
  const account = item.account === undefined ? '' : ` in ${item.account}`
  const error = item.error === undefined ? '' : ` ✗ ${item.error}`
  return [`${kindName(item.kind)} ${item.name}${queue}${account}${error}`]
}

function indent(lines: readonly string[]): readonly string[] {
  return lines.map((line) => `  ${line}`)
}

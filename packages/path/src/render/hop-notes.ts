import type { Hop } from '../assemble/assembly.ts'
import type { LinkTime } from '../explain/link-time.ts'
import { describeLink } from '../text/describe-link.ts'
import { formatLatency } from '../text/format-duration.ts'
import { placeOf } from './place-of.ts'

/** A server of the tree that reported. */
export interface HopEntry {
  readonly hop: Hop
  /** The server before, if it reported. */
  readonly before?: Hop
  /** It stands below the server before, which did not report. */
  readonly silentBefore?: boolean
}

/** By what the message came to a server, and what is wrong with that, in short notes. */
export function hopNotes(entry: HopEntry, time: LinkTime | undefined): readonly string[] {
  const { event } = entry.hop
  return [
    ...ingressNotes(entry),
    ...(event.partial ? ['the way before it is unknown'] : []),
    ...clockNotes(time),
    ...(event.ingress.error === undefined ? [] : [`✗ ${event.ingress.error}`]),
  ]
}

function clockNotes(time: LinkTime | undefined): readonly string[] {
  if (time?.skewNanos !== undefined) return [`clock off by ${formatLatency(time.skewNanos)}`]
  return time !== undefined && time.latencyNanos < 0n ? ['clocks differ'] : []
}

function ingressNotes({ hop, before, silentBefore = false }: HopEntry): readonly string[] {
  const { server, ingress } = hop.event
  if (ingress.kind === 'client') {
    const client = ingress.name === '' ? 'client' : `client ${ingress.name}`
    return server.cluster === undefined || server.cluster === server.name
      ? [client]
      : [client, `cluster ${server.cluster}`]
  }
  const link = describeLink(ingress.kind, before && placeOf(before), placeOf(hop))
  const isNamed = before !== undefined || silentBefore || ingress.name === ''
  return isNamed ? [link] : [link, `from ${ingress.name}`]
}

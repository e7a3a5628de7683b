import type { ConnectionKind } from './connection-kind.ts'
import { isRemoteTooOld } from './is-remote-too-old.ts'

/**
 * What one server did with one traced message: the server's `MsgTraceEvent`, read.
 *
 * Times are nanoseconds since 1970 in UTC, by the clock of the server that reports.
 */
export interface TraceEvent {
  readonly server: TraceServer
  /** The message's headers as they were on this server, names in the case in which they were sent. */
  readonly headers: TraceHeaders
  /** Size of headers and payload together. */
  readonly messageBytes: number
  /** The number of the hop, such as `1.2.1`; empty on the server the client published to. */
  readonly hop: string
  /** The message came from another server, which did not number the hop: the way before is unknown. */
  readonly partial: boolean
  /** The message was traced without being delivered or stored. */
  readonly dryRun: boolean
  /** How many servers this one says it sent the message on to. */
  readonly announced: number
  readonly ingress: Ingress
  /** What happened after the ingress, in the server's order, which is not always that of time. */
  readonly items: readonly TraceItem[]
}

/** The server that reports. */
export interface TraceServer {
  readonly name: string
  readonly id: string
  readonly version: string
  /** The cluster or, in a super cluster, the gateway; absent for a server that stands alone. */
  readonly cluster?: string
  /** The JetStream domain. */
  readonly domain?: string
  readonly tags?: readonly string[]
}

/** Headers of a message: each name with its values. */
export type TraceHeaders = ReadonlyMap<string, readonly string[]>

/** How the message entered the server. */
export interface Ingress {
  readonly timeUnixNano: bigint
  readonly kind: ConnectionKind
  /** The connection's id on this server. */
  readonly cid?: number
  /** The client's name, or that of the server the message came from; empty when it has none. */
  readonly name: string
  /** The account; its public key in operator mode. */
  readonly account?: string
  readonly subject: string
  /** Why the server refused the message. */
  readonly error?: string
}

/** Something that happened to the message on its way through the server. */
export type TraceItem = Egress | Storage | Mapping

/** The message left for a client or for another server. */
export interface Egress {
  readonly type: 'egress'
  readonly timeUnixNano: bigint
  readonly kind: ConnectionKind
  readonly cid?: number
  /** The client's name, or that of the server the message went to; empty when it has none. */
  readonly name: string
  /** The number of the hop on the other server, which is to report it; absent for clients. */
  readonly hop?: string
  /** The account of the receiver, if it is another than that of the ingress. */
  readonly account?: string
  /** The subject that the client subscribed to. */
  readonly subscription?: string
  readonly queue?: string
  /** Why the message did not go there, or why nothing will be heard of it. */
  readonly error?: string
}

/** The message met a stream. */
export interface Storage {
  readonly type: 'storage'
  readonly timeUnixNano: bigint
  readonly stream: string
  /** The subject under which it is stored; absent when the server did not get that far. */
  readonly subject?: string
  /** The stream keeps messages by interest, and no consumer had any. */
  readonly noInterest: boolean
  readonly error?: string
}

/** The message got another subject, or entered another account. */
export interface Mapping {
  readonly type: 'subject mapping' | 'stream export' | 'service import'
  readonly timeUnixNano: bigint
  /** The subject before, if the server tells it. */
  readonly from?: string
  /** The subject from here on. */
  readonly to: string
  /** The account it entered; absent for a subject mapping. */
  readonly account?: string
}

/**
 * Whether the error of an egress ends the way for good: a hop it announces will never be reported.
 *
 * The server says so by text alone (`Not delivered…`, server/msgtrace.go).
 */
export function isTerminal(error: string | undefined): boolean {
  return error !== undefined && (error.startsWith('Not delivered') || isRemoteTooOld(error))
}

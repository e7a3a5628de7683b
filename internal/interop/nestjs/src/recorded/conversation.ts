import { valuesOf } from '../wire/frame.ts'
import type { Fixture, WireMessage } from './fixture.ts'
import { parseSubject, type Destination } from './subjects.ts'

/** A message that somebody sent to a service, and what came of it. */
export interface Send {
  readonly message: WireMessage
  readonly to: Destination
  /** Whether another program than nestjs-jetstream sent it. */
  readonly isForeign: boolean
  /** Whether a service of nestjs-jetstream got it, and not another program. */
  readonly isServed: boolean
  /** What the one who got it wrote, in order; absent if that was not recorded. */
  readonly written?: readonly Written[]
}

/** What a service writes for a message that it got. */
export interface Written {
  readonly what: 'settlement' | 'reply' | 'dead letter'
  readonly message: WireMessage
}

/** Sorts what was recorded of the wire into the messages that were sent, and what came of each. */
export function toConversation({ wire }: Fixture): readonly Send[] {
  const open: OpenSend[] = []
  for (const message of wire) {
    if (isOfServer(message)) continue
    const send = toSend(message)
    if (send) open.push(send)
    else addTo(open, message)
  }
  return open.map(({ message, to, written, isAnswered }) => ({
    message,
    to,
    isForeign: !message.headers.some(([name]) => name === 'x-caller-name'),
    // A tap on some subjects only did not see answers, and settlements neither.
    ...((isAnswered || message.reply === undefined) && { written }),
    isServed: !FOREIGN_SERVICES.has(to.service ?? ''),
  }))
}

// In the recordings, other programs answer for these, or nobody does.
const FOREIGN_SERVICES: ReadonlySet<string> = new Set(['nobody', 'foreign', 'ghost'])

interface OpenSend {
  readonly message: WireMessage
  readonly to: Destination
  readonly written: Written[]
  isAnswered: boolean
  sequence?: number
  stream?: string
}

// Heartbeats and expired pulls, and the registry of handlers, have nothing to do with a message.
function isOfServer({ statusLine, subject }: WireMessage): boolean {
  return (statusLine !== undefined && statusLine !== 'NATS/1.0') || subject.startsWith('$KV.')
}

function toSend(message: WireMessage): OpenSend | undefined {
  const to = parseSubject(message.subject)
  if (to === undefined || message.reply?.startsWith('$JS.ACK.')) return undefined
  return { message, to, written: [], isAnswered: false }
}

function addTo(sends: readonly OpenSend[], message: WireMessage): void {
  if (message.subject.startsWith('$JS.ACK.')) return addSettlement(sends, message)
  if (message.subject.endsWith('__microservice_dlq-stream')) {
    sends.at(-1)?.written.push({ what: 'dead letter', message })
    return
  }
  const requested = sends.find(({ message: { reply } }) => reply === message.subject)
  if (requested) return addAnswer(requested, message)

  const called = sends.find((send) => isReplyTo(send, message))
  called?.written.push({ what: 'reply', message })
}

function addSettlement(sends: readonly OpenSend[], message: WireMessage): void {
  const [, , stream, , , sequence] = message.subject.split('.')
  sends
    .find((send) => send.stream === stream && send.sequence === Number(sequence))
    ?.written.push({ what: 'settlement', message })
}

function addAnswer(send: OpenSend, message: WireMessage): void {
  send.isAnswered = true
  const ack = parsePubAck(message)
  if (ack === undefined) {
    send.written.push({ what: 'reply', message })
    return
  }
  if (ack.duplicate === true) return
  send.stream = ack.stream
  send.sequence = ack.seq
}

interface PubAck {
  readonly stream: string
  readonly seq: number
  readonly duplicate?: boolean
}

function parsePubAck({ payload }: WireMessage): PubAck | undefined {
  const text = Buffer.from(payload).toString()
  return text.startsWith('{"stream":') ? (JSON.parse(text) as PubAck) : undefined
}

function isReplyTo({ message }: OpenSend, reply: WireMessage): boolean {
  const [inbox] = valuesOf(message, 'x-reply-to')
  if (inbox !== reply.subject) return false
  return valuesOf(message, 'x-correlation-id')[0] === valuesOf(reply, 'x-correlation-id')[0]
}

import { number, record, text } from '../event/json.ts'
import type { TraceReply } from '../trace/trace-reply.ts'

/** What servers told the requester of a dry run. */
export interface RepliesRead {
  /** Whether a server said that nobody responds; `undefined` when no reply was asked for. */
  readonly noResponders: boolean | undefined
  readonly acks: readonly StreamAck[]
}

/** What a stream told the publisher of a message that it does not store. */
export interface StreamAck {
  readonly stream: string
  /** Where the message is that it had before; absent unless it is a duplicate. */
  readonly sequence?: number
  /** Why it rejects the message; absent when it does not. */
  readonly reason?: string
  /** The same for programs: `err_code` of JetStream. */
  readonly errorCode?: number
}

/** Reads replies; what is neither a status of servers nor an acknowledgement is passed over. */
export function readReplies(replies: readonly TraceReply[] | undefined): RepliesRead {
  return {
    noResponders: replies?.some(({ status }) => status === NO_RESPONDERS),
    acks: (replies ?? []).flatMap(({ payload }) => toAck(payload) ?? []),
  }
}

const NO_RESPONDERS = 503

function toAck(payload: Uint8Array): StreamAck | undefined {
  const json = parse(payload)
  const stream = text(json?.['stream'])
  if (stream === undefined) return undefined
  const error = record(json?.['error'])
  const errorCode = number(error?.['err_code'])
  const sequence = json?.['duplicate'] === true ? number(json['seq']) : undefined
  return {
    stream,
    ...(sequence !== undefined && { sequence }),
    ...(error !== undefined && { reason: text(error['description']) ?? 'refused' }),
    ...(errorCode !== undefined && { errorCode }),
  }
}

function parse(payload: Uint8Array): ReturnType<typeof record> {
  try {
    return record(JSON.parse(new TextDecoder().decode(payload)))
  } catch {
    return undefined
  }
}

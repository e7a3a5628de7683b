import type { MessageList } from '../../api/message-view.ts'
import { ViewerError } from '../../viewer-error.ts'
import type { IndexRequest } from '../index-request.ts'
import type { AskContext } from './ask-context.ts'
import { spansOfMessage, toStoredMessage } from './stored-messages.ts'
import { toNanoRange } from './time-range.ts'

type MessagesRequest = Extract<IndexRequest, { readonly type: 'messages' }>

/** Messages of streams, the newest first. */
export function listMessages(context: AskContext, request: MessagesRequest): MessageList {
  const { store, coverage, deadline } = context
  const limit = Math.min(Math.max(request.limit ?? 50, 1), MAX_LIMIT)
  const rows = select(context, request, limit + 1)
  const shown = rows.slice(0, limit)
  const last = rows.length > limit ? shown.at(-1) : undefined
  const messages = shown.flatMap(({ stream, sequence }) => {
    deadline.check()
    const name = store.names.textOf(stream)
    const spans = spansOfMessage(context, name, sequence, MAX_SPANS)
    return toStoredMessage(name, sequence, spans) ?? []
  })
  const next = last && { next: `${last.at}.${last.sequence}.${last.stream}` }
  return { messages, ...next, coverage }
}

const MAX_LIMIT = 1_000
const MAX_SPANS = 200
const NO_NAME = -1

interface MessageRow {
  readonly stream: number
  readonly sequence: number
  readonly at: bigint
}

function select(
  { store }: AskContext,
  request: MessagesRequest,
  limit: number,
): readonly MessageRow[] {
  const { from, to } = toNanoRange(request)
  const after = parseNext(request.before) ?? { at: to, sequence: 0, stream: 0 }
  const streams = request.stream === undefined ? [] : [store.names.find(request.stream) ?? NO_NAME]
  const ofStream = request.stream === undefined ? '' : 'AND stream = ?'
  const statement = store.database.prepare(
    `SELECT stream, sequence, at FROM messages
     WHERE at >= ? AND (at, sequence, stream) < (?, ?, ?) ${ofStream}
     ORDER BY at DESC, sequence DESC, stream DESC LIMIT ?`,
  )
  statement.setReadBigInts(true)
  return statement
    .all(from, after.at, after.sequence, after.stream, ...streams, limit)
    .map(({ stream, sequence, at }) => ({
      stream: Number(stream),
      sequence: Number(sequence),
      at: typeof at === 'bigint' ? at : 0n,
    }))
}

function parseNext(text: string | undefined): MessageRow | undefined {
  if (text === undefined) return undefined
  const [, at, sequence, stream] = /^(\d{1,19})\.(\d{1,16})\.(\d{1,9})$/.exec(text) ?? []
  if (at !== undefined) {
    return { at: BigInt(at), sequence: Number(sequence), stream: Number(stream) }
  }
  throw new ViewerError('QUERY_INVALID', 'before is not what an answer had as next', {
    hint: 'ask without it for the newest messages',
  })
}

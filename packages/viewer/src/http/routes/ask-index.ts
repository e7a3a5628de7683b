import type { IndexRequest } from '../../trace-index/index-request.ts'
import { jsonBytes, type Reply } from '../answer/reply.ts'
import type { IndexPort } from '../ports.ts'
import { Refusal } from '../refusal.ts'

/**
 * What the index answers, as it is.
 *
 * @param unknown what to say where the index has no such thing
 * @param signal that nobody waits for it any more
 * @throws {@link Refusal} with the code of `unknown`
 */
export async function askIndex(
  index: IndexPort,
  request: IndexRequest,
  unknown: Unknown,
  signal: AbortSignal,
): Promise<Reply> {
  return jsonBytes(await askBytes(index, request, unknown, signal))
}

/** The same, as bytes of JSON. */
export async function askBytes(
  index: IndexPort,
  request: IndexRequest,
  { code, detail }: Unknown,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const answer = await index.ask(request, signal)
  if (answer) return answer
  const hint = index.coverage.isComplete
    ? 'it may be older than what is kept'
    : `the index has yet to read ${index.coverage.pending} messages: try again`
  throw new Refusal(404, code, detail, { hint })
}

export interface Unknown {
  readonly code: string
  readonly detail: string
}

export const NO_TRACE: Unknown = { code: 'TRACE_UNKNOWN', detail: 'there is no such trace' }
export const NO_SPAN: Unknown = { code: 'SPAN_UNKNOWN', detail: 'there is no such span' }
export const NO_MESSAGE: Unknown = { code: 'MESSAGE_UNKNOWN', detail: 'there is no such message' }
export const NO_ANSWER: Unknown = { code: 'ANSWER_EMPTY', detail: 'there is nothing to show' }

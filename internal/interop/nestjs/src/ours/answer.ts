import type { Send } from '../recorded/conversation.ts'
import { type HeaderLine, valuesOf } from '../wire/frame.ts'
import type { RawClient } from '../wire/raw-client.ts'

/** Answers a request with what was recorded; without that, with what was asked. */
export async function answer(other: RawClient, send: Send, isByJetStream: boolean): Promise<void> {
  const request = await other.next(
    ({ subject, reply }) => subject === send.message.subject && reply !== undefined,
  )
  if (!request) return

  const recorded = send.written?.find(({ what }) => what === 'reply')?.message
  const payload = recorded?.payload ?? request.payload
  const [inbox = ''] = isByJetStream ? valuesOf(request, 'x-reply-to') : [request.reply]
  const [id = ''] = valuesOf(request, 'x-correlation-id')
  const headers = (recorded?.headers ?? []).map(([name, value]): HeaderLine =>
    name.toLowerCase() === 'x-correlation-id' ? [name, id] : [name, value],
  )
  other.publish({ subject: inbox, headers, payload })
}

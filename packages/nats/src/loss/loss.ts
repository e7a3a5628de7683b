import type { LostResult } from '../propagation/context-result.ts'

/** A message on which a trace ended, though the message went on. */
export interface Loss {
  /**
   * Why: what a received message lacked, or what kept the context from one that was sent. `no_room`
   * is a message that would not fit into the server's `max_payload` with it, `no_headers` a server
   * that takes none.
   */
  readonly result: LostResult | UnsentResult
  readonly operation: 'send' | 'process'
  readonly subject: string
  /** What stands for such messages: a template, the subscription, or the subject. */
  readonly source: string
  /** The stream that the message came from; absent for one of core NATS. */
  readonly stream?: string
}

/** Why a message was sent without the context of a span. */
export type UnsentResult = 'no_room' | 'no_headers'

/** A loss in a sentence, and what to do about it. */
export function describeLoss({ result, operation, subject, stream }: Loss): LossText {
  const message = stream === undefined ? subject : `${subject} from the stream ${stream}`
  const what = operation === 'send' ? `a message was sent to ${subject}` : `a message on ${message}`
  return { message: `${what} ${TEXTS[result].what}`, hint: TEXTS[result].hint }
}

/** What is told of a loss. */
export interface LossText {
  readonly message: string
  readonly hint: string
}

const TEXTS: Readonly<Record<Loss['result'], { readonly what: string; readonly hint: string }>> = {
  missing: {
    what: 'came without a traceparent, so that its trace ends here',
    hint: 'instrument the connection that publishes it, and see that nothing drops its headers',
  },
  malformed: {
    what: 'came with a traceparent that is not valid, so that its trace ends here',
    hint: 'see who writes the header; W3C Trace Context says how',
  },
  duplicate: {
    what: 'came with more than one traceparent, so that its trace ends here',
    hint: 'replace the header where headers are copied, whatever the case of its name',
  },
  no_room: {
    what: 'without its context, which would not have fit into max_payload',
    hint: 'send less in one message, or raise max_payload of the server',
  },
  no_headers: {
    what: 'without its context, since the server takes no headers',
    hint: 'upgrade the server to 2.2 or newer, or remove no_header_support from its configuration',
  },
}

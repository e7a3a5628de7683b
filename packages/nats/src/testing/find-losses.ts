import type { Msg } from '@nats-io/nats-core'
import { readHeader } from '@hopscope/observe/headers'
import { readTraceHeaders } from '../headers/index.ts'
import type { Processed } from '../loss/watch-processed.ts'
import { isLost } from '../propagation/context-result.ts'

/**
 * What is wrong with the contexts of messages, a text a finding, each once; nothing if none was sent.
 *
 * `sent` are messages as they are on the wire, `handled` those that were handed to a handler.
 */
export function findLosses(
  sent: readonly Msg[],
  handled: readonly Processed[],
): readonly string[] | undefined {
  if (sent.length === 0) return undefined

  const owners = new Map<string, string>()
  const onTheWire = sent.flatMap((message) => lossOf(message, owners))
  const inHandlers = handled
    .filter(({ result }) => isLost(result))
    .map(({ subject, result }) => `${subject} was handled without its sender (${result})`)
  return [...new Set([...onTheWire, ...inHandlers])]
}

// `owners` has for each context that was seen the subject of the message that it is of.
function lossOf(message: Msg, owners: Map<string, string>): readonly string[] {
  const { subject } = message
  const { result, span } = readTraceHeaders(message)
  const spanContext = span?.spanContext()
  if (!spanContext) return [`${subject} was sent without a context (${result})`]
  if (isCopyOfServer(message)) return []

  const id = `${spanContext.traceId} ${spanContext.spanId}`
  const owner = owners.get(id) ?? subject
  owners.set(id, owner)
  return owner === subject ? [] : [`${subject} was sent with the context of ${owner} (copied)`]
}

// What a server publishes again, of a stream or by a schedule, has the context of the first message.
function isCopyOfServer({ headers }: Msg): boolean {
  return SERVER_COPY_HEADERS.some((name) => readHeader(headers, name).length > 0)
}

const SERVER_COPY_HEADERS = ['Nats-Stream', 'Nats-Stream-Source', 'Nats-Scheduler'] as const

import { addSpan, addValue } from '@hopscope/observe'
import type { Context, Span } from '@opentelemetry/api'
import { rememberDelivered } from '../connection/delivered-messages.ts'
import type { Instrumentation } from '../connection/instrumentation.ts'
import { isWithoutReply } from '../headers/index.ts'
import { parseDelivery } from '../names/delivery.ts'
import { hasIds } from '../propagation/has-ids.ts'
import { REPLY_SUBJECT } from '../send/reply-subject.ts'
import { traceAckAck } from '../settle/trace-ack-ack.ts'
import { parentageOf } from './parentage.ts'
import { ProcessSpan, type Process } from './process-span.ts'
import type { Arrival } from './arrival.ts'
import type { ProcessStart } from './process-start.ts'
import { memoryOf } from './source-memory.ts'
import { streamSource } from './source.ts'
import { startProcessSpan } from './start-process-span.ts'
import { isWorthTelling, tellContext } from './tell-context.ts'
import { traceAnswers } from './trace-answers.ts'

/**
 * Starts the span of one message, below the span that sent it or where the option `parent` has it;
 * nothing for a message that is not traced, or if that fails.
 */
export function startProcess(
  instrumentation: Instrumentation,
  arrival: Arrival,
): Process | undefined {
  try {
    const { message } = arrival
    const reply = isWithoutReply(message) ? undefined : message.reply
    const delivery = parseDelivery(reply)
    const source = arrival.source ?? streamSource(delivery?.stream ?? message.subject)
    const memory = memoryOf(instrumentation, source)
    const { text, name } = memory.subjectOf(message)
    if (!name.isTraced) return undefined

    const { measure, propagation, settings } = instrumentation
    const startMs = measure.startMs()
    // A template of the application says more of a message than the subscription that got it.
    const subject = name.template === undefined ? source.subject : name
    const key = subject.template ?? subject.display
    const head = memory.heads.of(key, subject, instrumentation.server())
    const incoming = propagation.extract(message)
    const mode = arrival.isStored && settings.parent === 'message' ? 'link' : settings.parent
    const parentage = parentageOf(mode, incoming, arrival.ambient)

    return openProcess(instrumentation, {
      arrival,
      source,
      subject,
      destination: text,
      reply,
      delivery,
      head,
      incoming,
      parentage,
      startMs,
    })
  } catch (error) {
    instrumentation.failed(error)
    return undefined
  }
}

function openProcess(instrumentation: Instrumentation, start: ProcessStart): Process {
  const { arrival, reply, delivery, incoming, startMs } = start
  const { message } = arrival
  const span = startProcessSpan(instrumentation, start)
  if (startMs !== 0 || isWorthTelling(incoming.result)) tellContext(instrumentation, start)

  const active = activeWith(span, start)
  const context = reply && !delivery ? addValue(active, REPLY_SUBJECT, reply) : active
  const process = new ProcessSpan(instrumentation, start, span, context)
  rememberDelivered(message, process)
  if (delivery) traceAckAck(message)
  if (!instrumentation.seesEverySend) traceAnswers(instrumentation, message)
  return process
}

// Without an SDK a span that begins a trace has no context, and that of the message must not be lost.
function activeWith(span: Span, { incoming, parentage }: ProcessStart): Context {
  const parent = parentage === undefined ? incoming.context : parentage.parent
  return hasIds(span) ? addSpan(parent, span) : incoming.context
}

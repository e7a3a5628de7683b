import { setText } from '@hopscope/observe/recorder'
import type { Link, Span, SpanOptions } from '@opentelemetry/api'
import { capture, isCapturing } from '../connection/capture.ts'
import type { Instrumentation } from '../connection/instrumentation.ts'
import { runHook } from '../connection/run-hook.ts'
import type { SpanHead } from '../connection/span-heads.ts'
import { ATTRIBUTE } from '../names/attributes.ts'
import type { Delivery } from '../names/delivery.ts'
import type { Incoming } from '../propagation/extract-w3c.ts'
import { hopLinks } from './hop-link.ts'
import type { ProcessStart } from './process-start.ts'

/** Starts the span of a message that is about to be handed over. */
export function startProcessSpan(instrumentation: Instrumentation, start: ProcessStart): Span {
  const { tracer, settings } = instrumentation
  const { arrival, head, destination, delivery, incoming, parentage } = start
  const { message, attributes } = arrival
  const hops = delivery ? NO_LINKS : hopLinks(instrumentation, incoming, destination)
  const parent = parentage === undefined ? incoming.context : parentage.parent
  const span = tracer.startSpan(head.name, optionsOf(start, hops), parent)

  if (head.destination !== destination) span.setAttribute(ATTRIBUTE.destinationName, destination)
  setIncoming(span, incoming)
  if (delivery) setDelivery(span, head, delivery, incoming)
  if (attributes) span.setAttributes(attributes)
  if (isCapturing(settings)) {
    capture(settings, span, { headers: message.headers, payload: message.data })
  }
  const { consume } = settings.hooks
  if (consume) runHook(instrumentation, span, () => consume(span, message))
  return span
}

function optionsOf(
  { arrival: { kind }, head, parentage }: ProcessStart,
  hops: readonly Link[],
): SpanOptions {
  // Of most messages, the head says it all.
  if (kind === undefined && parentage === undefined && hops.length === 0) return head
  return {
    kind: kind ?? head.kind,
    attributes: head.attributes,
    links: [...(parentage?.links ?? []), ...hops],
    root: parentage?.isRoot ?? false,
  }
}

const NO_LINKS: readonly Link[] = []

function setIncoming(span: Span, { result, headers }: Incoming): void {
  const messageId = headers.text('Nats-Msg-Id')
  if (messageId !== undefined) setText(span, ATTRIBUTE.messageId, messageId)
  // A trace that begins here for want of a context must not look like one that was meant to.
  if (result !== 'ok') span.setAttribute(ATTRIBUTE.traceContext, result)
}

function setDelivery(
  span: Span,
  head: SpanHead,
  { stream, attributes }: Delivery,
  { headers }: Incoming,
): void {
  // To set anew what the head has would cost more than all of it.
  if (head.attributes[ATTRIBUTE.streamName] !== stream) {
    span.setAttribute(ATTRIBUTE.streamName, stream)
  }
  span.setAttributes(attributes)
  // A message from a stream knows the hop of the stream's leader, and not which server that was.
  const hop = headers.values('Nats-Trace-Hop')[0]
  if (hop) span.setAttribute(ATTRIBUTE.traceHop, hop)
}

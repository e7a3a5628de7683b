import { readHeader } from '@hopscope/observe/headers'
import { SpanKind, type Attributes, type Context, type Span } from '@opentelemetry/api'
import type { Instrumentation } from '../connection/instrumentation.ts'
import { SpanHeads, type SpanHead } from '../connection/span-heads.ts'
import { ATTRIBUTE } from '../names/attributes.ts'
import type { SubjectName } from '../names/subject-names.ts'
import type { Outgoing } from './send.ts'

/** Starts the span of a message that is sent below `parent`. */
export function startSendSpan(
  instrumentation: Instrumentation,
  outgoing: Outgoing,
  name: SubjectName,
  parent: Context,
): Span {
  const { kind = SpanKind.PRODUCER, subject, headers, links } = outgoing
  const head = headOf(instrumentation, outgoing, name)
  const options =
    kind === head.kind && links === undefined
      ? head
      : { kind, attributes: head.attributes, ...(links && { links: [...links] }) }
  const span = instrumentation.tracer.startSpan(head.name, options, parent)
  if (head.destination !== subject) span.setAttribute(ATTRIBUTE.destinationName, subject)

  const messageId = headers && readHeader(headers, 'Nats-Msg-Id')[0]
  if (messageId !== undefined) span.setAttribute(ATTRIBUTE.messageId, messageId)
  if (outgoing.attributes) span.setAttributes(outgoing.attributes)
  return span
}

function headOf(
  instrumentation: Instrumentation,
  { operation, display }: Outgoing,
  name: SubjectName,
): SpanHead {
  const server = instrumentation.server()
  // Of names that come once, none is worth to be kept.
  if (name.label === undefined || display !== undefined) {
    return makeHead(operation, display ?? name.display, name, server.ofSpans)
  }
  const { sendHeads } = instrumentation
  let heads = sendHeads.get(operation)
  if (!heads) {
    heads = new SpanHeads((subject, { ofSpans }) =>
      makeHead(operation, subject.display, subject, ofSpans),
    )
    sendHeads.set(operation, heads)
  }
  return heads.of(name.label, name, server)
}

function makeHead(
  operation: string,
  display: string,
  { template, label, isTemporary }: SubjectName,
  ofServer: Attributes,
): SpanHead {
  const destination = template === undefined && !isTemporary ? label : undefined
  return {
    name: `${operation} ${display}`,
    kind: SpanKind.PRODUCER,
    attributes: {
      ...ofServer,
      [ATTRIBUTE.operationName]: operation,
      [ATTRIBUTE.operationType]: 'send',
      ...(destination !== undefined && { [ATTRIBUTE.destinationName]: destination }),
      ...(template !== undefined && { [ATTRIBUTE.destinationTemplate]: template }),
      ...(isTemporary && { [ATTRIBUTE.destinationTemporary]: true }),
    },
    destination,
  }
}

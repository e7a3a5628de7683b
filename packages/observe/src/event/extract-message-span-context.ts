import type { Context, SpanContext } from '@opentelemetry/api'
import type { HeaderCarrier } from '../headers/header-carrier.ts'
import { extractSpanContext, type Extraction } from '../w3c/extract-span-context.ts'
import { withRemoteParent } from '../w3c/remote-parent.ts'

/** The two places in which a message may carry its trace context. */
export interface MessageCarriers {
  readonly headers?: HeaderCarrier | undefined
  /** The payload after parsing, whatever it is. */
  readonly event?: unknown
}

/** What a message says of the span that sent it, and where it says so. */
export interface MessageExtraction extends Extraction {
  /** Present when `result` is `ok`. */
  readonly source?: 'headers' | 'event'
}

/**
 * Reads the trace context of a message that may carry it in its headers, in its payload, or in both.
 *
 * The headers count if they have a valid `traceparent`. Else the event does: its `trace_parent` and
 * `trace_state`, or `traceparent` and `tracestate` as a polled task spells them. The state is only
 * read from where the parent came. If neither is valid, `result` says what is wrong with the headers,
 * or with the event if the headers say nothing.
 */
export function extractMessageSpanContext(carriers: MessageCarriers): MessageExtraction {
  const fromHeaders = extractSpanContext(carriers.headers)
  if (fromHeaders.result === 'ok') return { ...fromHeaders, source: 'headers' }

  const fromEvent = extractSpanContext(eventHeaders(carriers.event))
  if (fromEvent.result === 'ok') return { ...fromEvent, source: 'event' }
  return fromHeaders.result === 'missing' ? fromEvent : fromHeaders
}

/**
 * The context in which a message is worked on: new spans are children of the span that sent it, by
 * the rules of {@link extractMessageSpanContext}. `context` itself if the message carries none.
 */
export function contextWithMessageParent(context: Context, carriers: MessageCarriers): Context {
  const spanContext: SpanContext | undefined = extractMessageSpanContext(carriers).spanContext
  return spanContext ? withRemoteParent(context, spanContext) : context
}

/** What an event says, as headers would say it. */
function eventHeaders(event: unknown): HeaderCarrier {
  const [parentKey, stateKey] = textAt(event, 'trace_parent') ? EVENT_KEYS : TASK_KEYS
  const parent = textAt(event, parentKey)
  const state = textAt(event, stateKey)
  return [
    ['traceparent', parent ? [parent] : []],
    ['tracestate', state ? [state] : []],
  ]
}

const EVENT_KEYS = ['trace_parent', 'trace_state'] as const
const TASK_KEYS = ['traceparent', 'tracestate'] as const

function textAt(event: unknown, key: string): string | undefined {
  if (typeof event !== 'object' || event === null || !Object.hasOwn(event, key)) return undefined
  const value: unknown = Reflect.get(event, key)
  return typeof value === 'string' && value !== '' ? value : undefined
}

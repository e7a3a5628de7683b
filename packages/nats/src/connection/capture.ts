import type { MsgHdrs, Payload } from '@nats-io/nats-core'
import { readHeader } from '@hopscope/observe/headers'
import type { Span } from '@opentelemetry/api'
import { ATTRIBUTE, headerAttribute } from '../names/attributes.ts'
import type { Settings } from './settings.ts'

/** What a span may carry of a message. */
export interface Capturable {
  readonly headers?: MsgHdrs | undefined
  readonly payload?: Payload | undefined
}

/** Whether spans are to carry anything of their messages. */
export function isCapturing({ captureHeaders, captureBodyBytes }: Settings): boolean {
  return captureHeaders.length > 0 || captureBodyBytes > 0
}

/** Puts the headers and the part of the payload that were asked for into a span that is recorded. */
export function capture(settings: Settings, span: Span, message: Capturable): void {
  const { captureHeaders, captureBodyBytes } = settings
  if (!isCapturing(settings) || !span.isRecording()) return

  const { headers, payload } = message
  for (const name of captureHeaders) {
    const values = readHeader(headers, name)
    if (values.length > 0) span.setAttribute(headerAttribute(name), [...values])
  }
  if (captureBodyBytes === 0 || payload === undefined) return

  const bytes = typeof payload === 'string' ? new TextEncoder().encode(payload) : payload
  span.setAttribute(ATTRIBUTE.bodySize, bytes.length)
  span.setAttribute(ATTRIBUTE.body, textOf(bytes, captureBodyBytes))
}

// As a stream, so that a character which the limit cuts in two is left out.
function textOf(bytes: Uint8Array, maxBytes: number): string {
  return new TextDecoder().decode(bytes.subarray(0, maxBytes), { stream: bytes.length > maxBytes })
}

import { headers, type MsgHdrs, type Payload } from '@nats-io/nats-core'
import { ProtocolHandler } from '@nats-io/nats-core/internal'
import * as fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { injectHeaders } from '../headers/index.ts'
import { directPublish, type Publish, type PublishOptions } from './direct-publish.ts'

const SPAN_CONTEXT = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: 1 }

test('sends byte for byte what nats.js sends, and counts it as nats.js does', () => {
  fc.assert(
    fc.property(messages(), ({ subject, payload, reply, tenant }) => {
      const options = { reply, ...(tenant !== undefined && { headers: injected(tenant) }) }
      const theirs = newHandler()
      const ours = newHandler()
      publishOf(theirs)(subject, payload, { ...options })
      directPublish(ours, refuse)(subject, payload, options)

      expect(sentBy(ours)).toEqual(sentBy(theirs))
    }),
  )
})

test('a span in place of headers is sent as the headers that have its context', () => {
  const theirs = newHandler()
  const ours = newHandler()
  publishOf(theirs)('orders.new', 'book', { headers: injectHeaders(SPAN_CONTEXT, undefined) })
  directPublish(ours, refuse)('orders.new', 'book', undefined, SPAN_CONTEXT)

  expect(sentBy(ours)).toEqual(sentBy(theirs))
})

test.each<[string, object, string, Payload, PublishOptions | undefined]>([
  ['a subject with other characters than ASCII', {}, 'bücher', 'x', undefined],
  ['a reply with such characters', {}, 'orders', 'x', { reply: 'bücher' }],
  ['more than fits', {}, 'orders', 'x'.repeat(2990), undefined],
  ['a payload that is none', {}, 'orders', Object(17), undefined],
  ['headers of the application', {}, 'orders', 'x', { headers: headers() }],
  ['a server that takes no headers', { info: { max_payload: 1000 } }, 'orders', 'x', undefined],
  ['a connection that is not yet there', { info: undefined }, 'orders', 'x', undefined],
  ['a handler without sendCommand', { sendCommand: undefined }, 'orders', 'x', undefined],
  ['a handler that counts otherwise', { outMsgs: undefined }, 'orders', 'x', undefined],
])('leaves %s to nats.js', (_, changes, subject, payload, options) => {
  const publish = vi.fn<Publish>()
  const handler = { ...newHandler(), ...changes }
  directPublish(handler, publish)(subject, payload, options, contextUnless(options))

  expect(publish).toHaveBeenCalledOnce()
  expect(handler).toMatchObject({ outBytes: 0 })
  expect(publish.mock.calls[0]?.[2]?.headers?.get('traceparent')).toBe(
    options?.headers ? '' : `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`,
  )
})

test('what is sent before is not overwritten by what comes after', () => {
  const handler = newHandler()
  const publish = directPublish(handler, refuse)
  publish('a', '1', undefined, SPAN_CONTEXT)
  const first = String(handler.sent[0])
  publish('b', '2', undefined, SPAN_CONTEXT)

  expect(String(handler.sent[0])).toBe(first)
})

interface FakeHandler {
  readonly info: { readonly max_payload: number; readonly headers: boolean }
  readonly sent: Uint8Array[]
  outBytes: number
  outMsgs: number
  sendCommand(command: Uint8Array | string, ...more: readonly Uint8Array[]): void
}

/** The protocol handler of a connection, up to where the bytes go to the socket. */
function newHandler(): FakeHandler {
  const sent: Uint8Array[] = []
  return {
    info: { max_payload: 3000, headers: true },
    sent,
    outBytes: 0,
    outMsgs: 0,
    sendCommand(command, ...more) {
      sent.push(typeof command === 'string' ? new TextEncoder().encode(command) : command, ...more)
    },
  }
}

/** `publish` of nats.js itself. */
function publishOf(handler: FakeHandler): Publish {
  const publish = Reflect.get(ProtocolHandler.prototype, 'publish')
  return (...args) => void Reflect.apply(publish, handler, args)
}

function sentBy({ sent, outBytes, outMsgs }: FakeHandler) {
  return { bytes: Buffer.concat(sent).toString('latin1'), outBytes, outMsgs }
}

function contextUnless(options: PublishOptions | undefined) {
  return options?.headers ? undefined : SPAN_CONTEXT
}

function refuse(): never {
  throw new Error('nats.js was asked')
}

function injected(tenant: string): MsgHdrs {
  const given = headers()
  given.set('tenant', tenant)
  return injectHeaders(SPAN_CONTEXT, given)
}

function messages() {
  const subject = fc.stringMatching(/^[!-~]{1,80}$/)
  const bytes = fc.uint8Array({ maxLength: 2500 })
  return fc.record({
    subject,
    payload: fc.oneof(fc.constant(undefined), bytes, fc.string({ unit: 'binary', maxLength: 200 })),
    reply: fc.oneof(fc.constant(''), subject),
    tenant: fc.option(fc.string({ unit: 'grapheme', maxLength: 40 }).map(oneLine), {
      nil: undefined,
    }),
  })
}

function oneLine(text: string): string {
  return text.replaceAll(/[\r\n]/g, '')
}

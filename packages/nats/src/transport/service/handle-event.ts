import type { JsMsg } from '@nats-io/jetstream'
import type { DeadLetterOffice } from '../dead-letters/dead-letter-office.ts'
import { giveUpDelivery } from '../dead-letters/give-up-delivery.ts'
import { decode } from './decode.ts'
import type { TransportError } from '../transport-error.ts'
import type { Delivery, Handling } from './delivery.ts'
import { handlerCall, type Decision } from './handler-call.ts'
import type { EventHandler } from './handler-context.ts'
import { toError } from './reason-of.ts'
import { noHandler, type Routes } from './routes.ts'
import type { ServiceSettings } from './service-settings.ts'
import { isSettled, settle } from './settle.ts'

/** What the handling of events needs to know. */
export interface EventHandlingOptions {
  readonly settings: ServiceSettings
  readonly routes: Routes<EventHandler>
  readonly office: DeadLetterOffice
  /** Done when there is a server to be told, or never will be again. */
  readonly online: () => Promise<void>
  /** How often the consumer delivers a message at the most. */
  readonly maxDeliver: number
}

/** Handles events and broadcasts: those of a stream whose consumer delivers again what failed. */
export function eventHandling(options: EventHandlingOptions): Handling<JsMsg> {
  const { settings, routes, office, online, maxDeliver } = options
  const { codec, delivery: deliveryOptions, tell } = settings
  return { run, abandon }

  async function run(delivery: Delivery<JsMsg>): Promise<Error | undefined> {
    const { message, signal } = delivery
    const { subject } = message
    const route = routes.find(subject)
    if (!route) return refuse(delivery, noHandler('event', subject))
    const decoded = decode(codec, message.data)
    if (decoded.error) return refuse(delivery, decoded.error)

    const call = handlerCall({ kind: routes.kind, pattern: route.pattern, message, signal })
    let error: Error | undefined
    try {
      await route.handler(decoded.data, call.context)
    } catch (thrown) {
      error = toError(thrown)
    }
    await online()
    // Then it was settled when the service stopped.
    if (signal.aborted || isSettled(message)) return error
    return finish(delivery, call.decision(), error)
  }

  async function finish(
    delivery: Delivery<JsMsg>,
    decision: Decision | undefined,
    error: Error | undefined,
  ): Promise<Error | undefined> {
    const { message } = delivery
    if (decision?.kind === 'terminate') {
      const failure = settle(message, { kind: 'term', reason: decision.reason })
      return error ?? failure
    }
    if (!decision && !error) return settle(message, { kind: 'ack' })
    if (isLast(message)) {
      const reason = error ?? new Error('the handler asked for one more delivery than there are')
      return (await giveUpDelivery(office, delivery, reason)) ?? reason
    }
    const failure = settle(message, {
      kind: 'nak',
      delayMs: decision?.delayMs ?? backoffMs(message),
    })
    return error ?? failure
  }

  /** Gives up what would fail as often as it were delivered. */
  async function refuse(delivery: Delivery<JsMsg>, error: TransportError): Promise<Error> {
    const { message } = delivery
    const { subject } = message
    tell({
      code: error.code === 'NO_HANDLER' ? 'NO_HANDLER' : 'PAYLOAD_INVALID',
      message: error.message,
      hint: 'it is a dead letter now: replay it when there is a handler that can read it',
      subject,
      stream: message.info.stream,
      cause: error,
    })
    return (await giveUpDelivery(office, delivery, error)) ?? error
  }

  async function abandon(delivery: Delivery<JsMsg>, reason: Error): Promise<void> {
    const { message } = delivery
    if (isSettled(message)) return
    // It would not be delivered again.
    if (isLast(message)) await giveUpDelivery(office, delivery, reason)
    else settle(message, { kind: 'nak' })
  }

  function isLast(message: JsMsg): boolean {
    return message.info.deliveryCount >= maxDeliver
  }

  function backoffMs({ info }: JsMsg): number | undefined {
    const delays = deliveryOptions.backoffMs
    return delays[Math.min(info.deliveryCount, delays.length) - 1]
  }
}

import { checkHeader, checkHeaderValue } from './check-header.ts'
import { checkNanos } from './check-nanos.ts'
import { contractName, headerRule } from './header-rule.ts'
import { toJetstreamRecord, type JetstreamRecord } from './jetstream-record.ts'
import {
  messageIdEmpty,
  reserved,
  scheduleInvalid,
  setTwice,
  timeoutInvalid,
  type OwnHeader,
} from './record-mistakes.ts'

/**
 * Puts a payload together with its headers and with how it is to be sent.
 *
 * Every mistake is thrown by the call that makes it, so that nothing is left to fail when the
 * record is sent. What is set twice has the later value. `build` may be called again: each record
 * is as the builder was then.
 *
 * @example
 * const record = new JetstreamRecordBuilder({ id: 7 })
 *   .setHeader('x-tenant-id', 'acme')
 *   .setMessageId('order-7')
 *   .ttl(toNanos(90, 's'))
 *   .build()
 */
export class JetstreamRecordBuilder<T = unknown> {
  readonly #headers = new Map<string, string>()
  #data: T | undefined
  #messageId: string | undefined
  #timeoutMs: number | undefined
  #scheduleAt: Date | undefined
  #ttlNanos: number | undefined

  /** A record with this payload; without it, with the empty one. */
  constructor(data?: T) {
    this.#data = data
  }

  /** Replaces the payload. */
  setData(data: T): this {
    this.#data = data
    return this
  }

  /**
   * Sets a header, instead of any of that name in whatever case.
   *
   * A name of the header contract is spelled as the contract does, since servers tell the case of
   * theirs; others stay as they are. Values of `x-subject` and `x-caller-name` are taken and do not
   * go out: the sender has its own.
   *
   * @throws {@link ObserveError} HEADER_RESERVED if it is `x-correlation-id`, `x-reply-to` or
   * `x-error`; HEADER_INVALID if the name is empty or has spaces, colons or anything that is not
   * visible ASCII, or the value has control characters; MESSAGE_ID_TWICE, TTL_INVALID or
   * SCHEDULE_INVALID if the record has the same by {@link setMessageId}, {@link ttl} or
   * {@link scheduleAt}
   */
  setHeader(name: string, value: string): this {
    checkHeader(name, value)
    if (headerRule(name) === 'reserved') throw reserved(name)
    const spelled = contractName(name)
    if (this.#isSetByMethod(spelled)) throw setTwice(spelled)
    if (spelled === 'Nats-Msg-Id' && value === '') throw messageIdEmpty()
    this.#deleteHeader(name)
    this.#headers.set(spelled, value)
    return this
  }

  /**
   * Sets each of these headers, in their order.
   *
   * @throws {@link ObserveError} as {@link setHeader}, with those before it set
   */
  setHeaders(headers: Readonly<Record<string, string>>): this {
    for (const [name, value] of Object.entries(headers)) this.setHeader(name, value)
    return this
  }

  /**
   * Sets the id by which the stream drops duplicates.
   *
   * @throws {@link ObserveError} MESSAGE_ID_TWICE if the record has a header `Nats-Msg-Id`;
   * HEADER_INVALID if the id is empty or has control characters
   */
  setMessageId(id: string): this {
    this.#refuseHeader('Nats-Msg-Id')
    checkHeaderValue('Nats-Msg-Id', id)
    if (id === '') throw messageIdEmpty()
    this.#messageId = id
    return this
  }

  /**
   * Sets how long a request waits for its reply, in milliseconds; no matter to other messages.
   *
   * @throws {@link ObserveError} TIMEOUT_INVALID if it is not 1 to 2147483647
   */
  setTimeout(ms: number): this {
    if (!(ms >= 1 && ms <= MAX_TIMEOUT_MS)) throw timeoutInvalid(ms)
    this.#timeoutMs = ms
    return this
  }

  /**
   * Sets when the stream publishes the message.
   *
   * @throws {@link ObserveError} SCHEDULE_INVALID if the date is invalid or not in the future, or
   * the record has a header `Nats-Schedule`
   */
  scheduleAt(date: Date): this {
    this.#refuseHeader('Nats-Schedule')
    const time = date.getTime()
    if (!(time > Date.now())) throw scheduleInvalid(time)
    this.#scheduleAt = new Date(time)
    return this
  }

  /**
   * Sets how long the stream keeps the message, in nanoseconds: {@link toNanos} makes them of other
   * units. Servers take no less than a second.
   *
   * @throws {@link ObserveError} TTL_INVALID if it is not a whole number above 0 and below 2^63, or
   * the record has a header `Nats-TTL`
   */
  ttl(nanos: number): this {
    this.#refuseHeader('Nats-TTL')
    checkNanos('ttl', nanos, 1)
    this.#ttlNanos = nanos
    return this
  }

  /** The record, which what is set later does not change. */
  build(): JetstreamRecord<T> {
    const headers = new Map(this.#headers)
    const messageId = this.#messageId ?? headers.get('Nats-Msg-Id')
    headers.delete('Nats-Msg-Id')
    return toJetstreamRecord({
      data: this.#data,
      headers,
      ...(messageId !== undefined && { messageId }),
      ...(this.#timeoutMs !== undefined && { timeoutMs: this.#timeoutMs }),
      ...(this.#scheduleAt !== undefined && { scheduleAt: this.#scheduleAt }),
      ...(this.#ttlNanos !== undefined && { ttlNanos: this.#ttlNanos }),
    })
  }

  #isSetByMethod(name: string): name is OwnHeader {
    if (name === 'Nats-Msg-Id') return this.#messageId !== undefined
    if (name === 'Nats-TTL') return this.#ttlNanos !== undefined
    return name === 'Nats-Schedule' && this.#scheduleAt !== undefined
  }

  #refuseHeader(name: OwnHeader): void {
    if (this.#headers.has(name)) throw setTwice(name)
  }

  #deleteHeader(name: string): void {
    const lower = name.toLowerCase()
    for (const candidate of this.#headers.keys()) {
      if (candidate.toLowerCase() === lower) this.#headers.delete(candidate)
    }
  }
}

const MAX_TIMEOUT_MS = 2 ** 31 - 1

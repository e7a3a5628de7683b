import { jetstream, jetstreamManager, StorageType, type JetStreamClient } from '@nats-io/jetstream'
import { headers, nanos, type MsgHdrs, type NatsConnection } from '@nats-io/nats-core'
import { deadLetterHeaders, withoutServerTrace } from '@hopscope/observe/headers'
import type { Signal } from '../otlp-http/index.ts'
import type { ResolvedConfig } from './bridge-config.ts'
import type { HeldRecord } from './held-record.ts'
import { sizeOfHeaders } from './size-of-headers.ts'

/**
 * Keeps records that cannot be sent, with their bytes as they came and the reason. One that would be
 * larger with the reason than the server takes is kept without its bytes, and says where they are.
 */
export class DeadLetterStore {
  readonly #connection: NatsConnection
  readonly #config: ResolvedConfig
  readonly #jetstream: JetStreamClient
  #made: Promise<void> | undefined

  constructor(connection: NatsConnection, config: ResolvedConfig) {
    this.#connection = connection
    this.#config = config
    this.#jetstream = jetstream(connection)
  }

  /**
   * Resolves with the reason that the dead letter tells when a stream has it; rejects if none takes it.
   *
   * @param signal - absent if it is of none
   */
  async store(record: HeldRecord, signal: Signal | undefined, reason: string): Promise<string> {
    const subject = `telemetry-dlq.${this.#config.durable}.${signal ?? 'unknown'}`
    const letter = this.#letterOf(record, reason)
    try {
      await this.#publish(subject, letter)
    } catch {
      // Perhaps nothing stores it yet.
      await this.#ensureStream()
      await this.#publish(subject, letter)
    }
    return letter.reason
  }

  #letterOf(record: HeldRecord, reason: string): DeadLetter {
    const { message, sequence } = record
    const added = this.#headersOf(record, reason)
    const whole = { reason, data: message.data, headers: copyHeaders(message.headers, added) }
    const maxPayload = this.#connection.info?.max_payload ?? Infinity
    const excess = sizeOfHeaders(whole.headers) + whole.data.length - maxPayload
    if (excess <= 0) return whole

    const { stream } = this.#config
    const where = `its bytes stay in ${stream} as record ${sequence}`
    const why = `${reason}; ${where}, since max_payload is ${excess} too small for a dead letter`
    const headers = copyHeaders(undefined, this.#headersOf(record, why))
    headers.set(ORIGINAL_SEQUENCE, String(sequence))
    return { reason: why, data: NO_BYTES, headers }
  }

  #headersOf(record: HeldRecord, reason: string): readonly HeaderPair[] {
    const { stream, durable } = this.#config
    const { message, sequence, deliveries, storedAtMs } = record
    const { subject } = message
    const info = { reason, subject, stream, failedAt: new Date(), deliveryCount: deliveries }
    // Of a stream that was deleted and made anew, sequences come again, and the time does not.
    const id = `dlq-${durable}-${stream}-${sequence}-${storedAtMs}`
    return [...deadLetterHeaders(info), ['Nats-Msg-Id', id]]
  }

  async #publish(subject: string, { data, headers }: DeadLetter): Promise<void> {
    await this.#jetstream.publish(subject, data, { headers })
  }

  #ensureStream(): Promise<void> {
    this.#made ??= this.#makeStream().finally(() => {
      this.#made = undefined
    })
    return this.#made
  }

  async #makeStream(): Promise<void> {
    const { stream, deadLetterStream, domain } = this.#config
    const inDomain = domain === undefined ? {} : { domain }
    const { streams } = await jetstreamManager(this.#connection, inDomain)
    try {
      await streams.info(deadLetterStream)
    } catch {
      const { config } = await streams.info(stream)
      await streams.add({
        name: deadLetterStream,
        subjects: ['telemetry-dlq.>'],
        storage: config.storage === StorageType.Memory ? StorageType.Memory : StorageType.File,
        num_replicas: config.num_replicas,
        max_age: nanos(MAX_AGE_MS),
      })
    }
  }
}

interface DeadLetter {
  readonly reason: string
  readonly data: Uint8Array
  readonly headers: MsgHdrs
}

type HeaderPair = readonly [name: string, value: string]

const ORIGINAL_SEQUENCE = 'x-original-sequence'
const NO_BYTES = new Uint8Array(0)
const MAX_AGE_MS = 30 * 24 * 60 * 60 * 1000

function copyHeaders(original: MsgHdrs | undefined, added: readonly HeaderPair[]): MsgHdrs {
  const names = new Set([ORIGINAL_SEQUENCE, ...added.map(([name]) => name.toLowerCase())])
  const copy = headers()
  for (const [name, values] of withoutServerTrace(original)) {
    // Of a dead letter that was replayed and is one again.
    if (names.has(name.toLowerCase())) continue
    for (const value of values) copy.append(name, value)
  }
  for (const [name, value] of added) copy.set(name, value)
  return copy
}

import { jetstream, jetstreamManager, StorageType, type JetStreamClient } from '@nats-io/jetstream'
import { headers, nanos, type MsgHdrs, type NatsConnection } from '@nats-io/nats-core'
import { deadLetterHeaders, withoutServerTrace } from '@hopscope/observe/headers'
import type { Signal } from '../otlp-http/index.ts'
import type { ResolvedConfig } from './bridge-config.ts'
import type { HeldRecord } from './held-record.ts'

/** Keeps records that cannot be sent, with their bytes as they came and the reason. */
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
   * Resolves when a stream has the dead letter; rejects if none takes it.
   *
   * @param signal - absent if it is of none
   */
  async store(record: HeldRecord, signal: Signal | undefined, reason: string): Promise<void> {
    const { stream, durable } = this.#config
    const { subject } = record.message
    const info = {
      reason,
      subject,
      stream,
      failedAt: new Date(),
      deliveryCount: record.deliveries,
    }
    const letter: DeadLetter = {
      subject: `telemetry-dlq.${durable}.${signal ?? 'unknown'}`,
      data: record.message.data,
      headers: copyHeaders(record.message.headers, deadLetterHeaders(info)),
      // Of a stream that was deleted and made anew, sequences come again, and the time does not.
      id: `dlq-${durable}-${stream}-${record.sequence}-${record.storedAtMs}`,
    }
    try {
      await this.#publish(letter)
    } catch {
      // Perhaps nothing stores it yet.
      await this.#ensureStream()
      await this.#publish(letter)
    }
  }

  async #publish({ subject, data, headers, id }: DeadLetter): Promise<void> {
    await this.#jetstream.publish(subject, data, { headers, msgID: id })
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
  readonly subject: string
  readonly data: Uint8Array
  readonly headers: MsgHdrs
  readonly id: string
}

const MAX_AGE_MS = 30 * 24 * 60 * 60 * 1000

function copyHeaders(
  original: MsgHdrs | undefined,
  added: readonly (readonly [name: string, value: string])[],
): MsgHdrs {
  const names = new Set(added.map(([name]) => name))
  const copy = headers()
  for (const [name, values] of withoutServerTrace(original)) {
    // Of a dead letter that was replayed and is one again.
    if (names.has(name.toLowerCase())) continue
    for (const value of values) copy.append(name, value)
  }
  for (const [name, value] of added) copy.set(name, value)
  return copy
}

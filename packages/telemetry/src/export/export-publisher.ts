import type { NatsConnection } from '@nats-io/nats-core'
import { compress } from '../collect/compress.ts'
import { checkChoice } from '../collect/check-choice.ts'
import { checkNumbers } from '../collect/collector-options.ts'
import { AckedPublisher, type Publication } from '../publish/acked-publisher.ts'
import { TelemetryError } from '../telemetry-error.ts'
import type { ExporterOptions, ExportResult, TelemetryFormat } from './exporter-options.ts'

const DEFAULTS = {
  format: 'otlp',
  maxInFlight: 64,
  ackTimeoutMs: 2_000,
  maxAttempts: 5,
  compression: 'none',
} as const

const SHUTDOWN_TIMEOUT_MS = 5_000
const MAX_PENDING = 64

/** Publishes what an exporter of OpenTelemetry's SDK is given, and tells the SDK what became of it. */
export class ExportPublisher {
  readonly format: TelemetryFormat
  readonly #options: Required<ExporterOptions>
  readonly #publisher: AckedPublisher
  readonly #maxBytes: number
  readonly #pending = new Set<Promise<void>>()
  #isShutDown = false

  /**
   * @throws {@link TelemetryError} OPTION_INVALID if an option is not what it may be
   * @throws what nats.js throws if `connection` is closed or draining already
   */
  constructor(connection: NatsConnection, options: ExporterOptions) {
    checkNumbers(options)
    checkChoice('format', options.format, ['otlp', 'dagnats', 'dagnats-v1'])
    checkChoice('compression', options.compression, ['none', 'gzip'])
    this.#options = { ...DEFAULTS, ...options }
    this.format = this.#options.format
    this.#publisher = new AckedPublisher(connection, this.#options)
    // Half of what a message may hold leaves room for its headers.
    this.#maxBytes = (connection.info?.max_payload ?? 1024 ** 2) / 2
  }

  /** Publishes messages, all at once; `done` is told when all are stored, or the first failed. Never throws. */
  export(messages: () => readonly Publication[], done: (result: ExportResult) => void): void {
    const exported = this.#publishAll(messages).then(
      () => done({ code: 0 }),
      (cause: unknown) => done({ code: 1, error: toFailure(cause) }),
    )
    const settled = exported.then(() => void this.#pending.delete(settled))
    this.#pending.add(settled)
  }

  /**
   * Records in as many OTLP messages as it takes: each is as large as a message may be, or of one
   * record.
   */
  otlp<T>(
    subject: string,
    records: readonly T[],
    encode: (records: readonly T[]) => Uint8Array,
  ): readonly Publication[] {
    if (records.length === 0) return []
    const body = encode(records)
    if (body.length > this.#maxBytes && records.length > 1) {
      const middle = records.length >> 1
      return [
        ...this.otlp(subject, records.slice(0, middle), encode),
        ...this.otlp(subject, records.slice(middle), encode),
      ]
    }
    return [{ subject, body, contentType: 'application/x-protobuf' }]
  }

  /** Resolves when all that was exported so far is stored, or has failed. */
  async forceFlush(): Promise<void> {
    await Promise.all(this.#pending)
  }

  async shutdown(): Promise<void> {
    this.#isShutDown = true
    const reason = `no acknowledgement within ${SHUTDOWN_TIMEOUT_MS} ms of the shutdown`
    const timer = setTimeout(() => this.#publisher.abandon(reason), SHUTDOWN_TIMEOUT_MS)
    await this.forceFlush()
    clearTimeout(timer)
    this.#publisher.close()
  }

  async #publishAll(messages: () => readonly Publication[]): Promise<void> {
    if (this.#isShutDown) {
      throw failed('the exporter was shut down', { hint: 'shut it down after the work is done' })
    }
    // While the connection is down the SDK goes on to export, and gives up each time.
    if (this.#pending.size >= MAX_PENDING) {
      const hint = 'see why the stream acknowledges too little'
      throw failed(`${MAX_PENDING} exports wait already`, { hint })
    }
    await Promise.all(messages().map((message) => this.#publish(message)))
  }

  async #publish(message: Publication): Promise<void> {
    const isGzip =
      this.#options.compression === 'gzip' && message.contentType === 'application/x-protobuf'
    await this.#publisher.publish(
      isGzip
        ? { ...message, body: await compress(message.body), contentEncoding: 'gzip' }
        : message,
    )
  }
}

/** A message of JSON, in a subject of its own. */
export function jsonPublication(subject: string, json: string, messageId?: string): Publication {
  const body = new TextEncoder().encode(json)
  return { subject, body, contentType: 'application/json', messageId }
}

function toFailure(cause: unknown): TelemetryError {
  if (cause instanceof TelemetryError) return cause
  const hint = 'is there a stream that stores telemetry.>, and may the service publish to it?'
  return failed(cause instanceof Error ? cause.message : String(cause), { hint, cause })
}

function failed(
  reason: string,
  options: { readonly hint: string; readonly cause?: unknown },
): TelemetryError {
  return new TelemetryError('EXPORT_FAILED', `telemetry was not stored: ${reason}`, options)
}

import { readHeader } from '@hopscope/observe/headers'
import { examineStreams, trace, type Trace, type TraceOptions } from '@hopscope/path'
import type { NatsConnection } from '@nats-io/nats-core'
import { CliError } from '../../cli-error.ts'
import { connect } from '../../connect/connect.ts'
import type { ConnectionFlags } from '../../connect/connection-flags.ts'
import { connectionTarget } from '../../connect/connection-target.ts'
import type { JetStreamAccess } from '../../connect/jetstream-access.ts'
import type { Io } from '../../io.ts'
import { orInterrupt } from '../../or-interrupt.ts'
import type { TraceRecord } from '../record/trace-record.ts'
import { withFacts } from '../record/with-facts.ts'
import { traceFailure } from './trace-failure.ts'

/** The message to trace, and how. */
export interface MessageToTrace extends Pick<
  TraceOptions,
  'deliver' | 'headers' | 'msgTraceDest' | 'payload' | 'reply' | 'traceparent'
> {
  readonly subject: string
}

/** A connection by which one message can be traced as often as is wanted. */
export class MessageTracer implements AsyncDisposable {
  /** The connection that the message goes by. */
  readonly connection: NatsConnection
  /** How JetStream is reached on it. */
  readonly jetstream: JetStreamAccess
  readonly #message: MessageToTrace
  readonly #options: TraceOptions

  /** Connects as the options of a command line say, and throws what connecting throws. */
  static async open(
    io: Io,
    flags: ConnectionFlags,
    message: MessageToTrace,
  ): Promise<MessageTracer> {
    const target = await orInterrupt(connectionTarget(flags, io.env), io.signal)
    const { inboxPrefix } = target.options
    const connection = await connect(io, target, { command: 'trace' })
    return new MessageTracer(connection, message, target.jetstream, {
      timeoutMs: target.timeoutMs,
      signal: io.signal,
      ...(inboxPrefix !== undefined && { inboxPrefix }),
    })
  }

  private constructor(
    connection: NatsConnection,
    message: MessageToTrace,
    jetstream: JetStreamAccess,
    options: TraceOptions,
  ) {
    this.connection = connection
    this.jetstream = jetstream
    this.#message = message
    this.#options = options
  }

  /** What is traced. */
  get message(): { readonly subject: string; readonly dryRun: boolean } {
    const { subject, deliver = false } = this.#message
    return { subject, dryRun: !deliver }
  }

  /** @throws {CliError} ARGUMENT_INVALID, TRACE_FAILED or INTERRUPTED */
  async trace(): Promise<Trace> {
    const { subject, ...message } = this.#message
    return this.#unlessAborted(trace(this.connection, subject, { ...this.#options, ...message }))
  }

  /**
   * Traces the message, and asks the streams it met what a trace cannot tell.
   *
   * @throws {CliError} ARGUMENT_INVALID, TRACE_FAILED or INTERRUPTED
   */
  async traceAndAsk(): Promise<TraceRecord> {
    const traced = await this.trace()
    const { signal, timeoutMs = MAX_WAIT_MS } = this.#options
    const streams = await this.#unlessAborted(
      examineStreams(this.connection, traced.assembly, {
        ...this.jetstream,
        optionNames: { domain: '--js-domain', apiPrefix: '--js-api-prefix' },
        timeoutMs: Math.min(timeoutMs, MAX_WAIT_MS),
        ...(signal !== undefined && { signal }),
      }),
    )
    return withFacts({ ...traced, ownContext: this.#ownsContext() }, streams)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.connection.close()
  }

  #ownsContext(): boolean {
    const { headers = [], traceparent = true } = this.#message
    return traceparent && readHeader(headers, 'traceparent').length === 0
  }

  async #unlessAborted<T>(work: Promise<T>): Promise<T> {
    try {
      return await work
    } catch (error) {
      if (this.#options.signal?.aborted) throw new CliError('INTERRUPTED', 'interrupted')
      throw traceFailure(error)
    }
  }
}

// A stream that may not be asked does not answer, and the tree is waiting.
const MAX_WAIT_MS = 1000

import { outcomeOf } from './answer/outcome-of.ts'
import type { BackendOptions } from './options/backend-options.ts'
import { withoutSecrets } from './options/secrets.ts'
import { resolveTarget, type Target } from './options/target.ts'
import type { Outcome } from './outcome.ts'
import { connectionProblem } from './request/connection-problem.ts'
import { Connections } from './request/connections.ts'
import { encodeRequests, type EncodedRequest } from './request/encode-requests.ts'
import { post } from './request/post.ts'
import type { Signal } from './signal.ts'

/**
 * An OpenTelemetry backend that takes OTLP over HTTP.
 *
 * It sends each request once: what an {@link Outcome} means for what is to be sent next, and when,
 * is for whoever holds what was sent. Nothing but mistakes in the options is thrown. Each signal has
 * connections of its own, so that none waits for another.
 *
 * @example
 * await using backend = new Backend(backendOptionsFromEnv(process.env))
 * const outcome = await backend.send('traces', [encodeTraces(traces)])
 */
export class Backend implements AsyncDisposable {
  readonly #lanes: Readonly<Record<Signal, Lane>>
  #isClosed = false

  /** @throws {@link TelemetryError} OPTION_INVALID if an option, or a file that it names, is not what it may be */
  constructor(options: BackendOptions = {}) {
    this.#lanes = {
      traces: openLane(options, 'traces'),
      logs: openLane(options, 'logs'),
      metrics: openLane(options, 'metrics'),
    }
  }

  /** Where a signal is sent to, without anything secret. */
  url(signal: Signal): string {
    return this.#lanes[signal].target.shownUrl
  }

  /**
   * Sends OTLP requests, each a protobuf `Export…ServiceRequest`, joined as one; `encoding` says that
   * they are compressed already, and that is how they are sent on unless `compression` is `none`.
   *
   * They must be {@link isOtlpRequest}: one that is not spoils those that it is joined with. More
   * than 64 MiB become several requests, of which the first that is not accepted is the outcome and
   * the last: what was sent before it may be sent again. Nothing is sent for empty bodies.
   */
  async send(
    signal: Signal,
    bodies: readonly Uint8Array[],
    { encoding }: { readonly encoding?: 'gzip' | undefined } = {},
  ): Promise<Outcome> {
    const lane = this.#lanes[signal]
    let rejected = 0
    let said: string | undefined
    for await (const request of encodeRequests(lane.target, bodies, encoding)) {
      const outcome = 'kind' in request ? request : await this.#request(lane, request)
      if (outcome.kind !== 'accepted') return outcome
      rejected += outcome.rejected
      said ??= outcome.message
    }
    return { kind: 'accepted', rejected, ...(said !== undefined && { message: said }) }
  }

  /** Sends a request without any telemetry: whether the backend is there, and takes a signal. */
  async probe(signal: Signal): Promise<Outcome> {
    const lane = this.#lanes[signal]
    const body = lane.target.protocol === 'http/json' ? EMPTY_JSON : EMPTY
    return this.#request(lane, { body })
  }

  /** Whether the backend takes a signal; of one that cannot be reached it is supposed that it does. */
  async offers(signal: Signal): Promise<boolean> {
    const { kind } = await this.probe(signal)
    return kind !== 'absent'
  }

  /** Closes all connections. What is under way becomes `unavailable`, as does all that is sent later. */
  async close(): Promise<void> {
    this.#isClosed = true
    for (const { connections } of Object.values(this.#lanes)) connections.close()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  async #request(
    { target, connections }: Lane,
    { body, encoding }: Extract<EncodedRequest, { body: Uint8Array }>,
  ): Promise<Outcome> {
    if (this.#isClosed) return CLOSED
    try {
      const answer = await post({
        url: target.url,
        mayRepeat: () => !this.#isClosed,
        headers: {
          ...target.headers,
          'content-type': CONTENT_TYPES[target.protocol],
          ...(encoding && { 'content-encoding': encoding }),
        },
        body,
        agent: connections.agent,
        timeoutMs: target.timeoutMs,
      })
      return withoutSecretsIn(outcomeOf(answer), target)
    } catch (error) {
      if (this.#isClosed) return CLOSED
      connections.renew()
      return withoutSecretsIn({ kind: 'unavailable', reason: connectionProblem(error) }, target)
    }
  }
}

interface Lane {
  readonly target: Target
  readonly connections: Connections
}

function openLane(options: BackendOptions, signal: Signal): Lane {
  const target = resolveTarget(options, signal)
  return { target, connections: new Connections(target) }
}

// A backend may repeat in its answer what it was sent.
function withoutSecretsIn(outcome: Outcome, { secrets }: Target): Outcome {
  if (outcome.kind !== 'accepted') {
    return { ...outcome, reason: withoutSecrets(outcome.reason, secrets) }
  }
  const { message } = outcome
  return message === undefined ? outcome : { ...outcome, message: withoutSecrets(message, secrets) }
}

const CLOSED: Outcome = { kind: 'unavailable', reason: 'the sender was closed' }
const CONTENT_TYPES = {
  'http/protobuf': 'application/x-protobuf',
  'http/json': 'application/json',
} as const
const EMPTY = new Uint8Array()
const EMPTY_JSON = Buffer.from('{}')

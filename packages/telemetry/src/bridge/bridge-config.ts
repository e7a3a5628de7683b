import { type BackendOptions, type Signal, SIGNALS } from '../otlp-http/index.ts'
import { TELEMETRY_STREAM } from '../subjects.ts'
import { TelemetryError } from '../telemetry-error.ts'
import type { BridgeEvent } from './bridge-event.ts'

/** What a bridge reads, where it sends it, and what it does with what is refused. */
export interface BridgeConfig {
  /** Where telemetry is sent, as `backendOptionsFromEnv` reads it from OpenTelemetry's variables. @default `http://localhost:4318` */
  readonly backend?: BackendOptions
  /** @default 'TELEMETRY' */
  readonly stream?: string
  /**
   * The name of the bridge: its consumers are `{durable}-traces`, `{durable}-logs` and
   * `{durable}-metrics`. Bridges of one name share the work; each backend has a name of its own.
   *
   * @default 'otlp-bridge'
   */
  readonly durable?: string
  /** The kinds of telemetry that are sent. @default all three */
  readonly signals?: readonly Signal[]
  /** The JetStream domain of the stream. @default the one of the connection's server */
  readonly domain?: string
  /** The `service.name` of records that do not tell theirs. @default 'hopscope' */
  readonly fallbackService?: string
  /** Stored messages that go in one request. @default 100 */
  readonly batchSize?: number
  /** Bytes at which a request is sent before it has {@link batchSize} messages. @default 4_194_304 (4 MiB) */
  readonly maxBatchBytes?: number
  /** How long a record waits for others to go with it, in milliseconds. @default 5_000 */
  readonly flushIntervalMs?: number
  /** Requests of a signal under way at a time. @default 4 */
  readonly maxRequests?: number
  /** Bytes of a signal in memory at which no more are asked for. @default 33_554_432 (32 MiB) */
  readonly maxBytesInHand?: number
  /** How often a record is tried that is refused alone while others are taken, before it is a dead letter. @default 4 */
  readonly maxAttempts?: number
  /** Deliveries of a record after which it is a dead letter untried: something ends whoever handles it. @default 10 */
  readonly maxDeliveries?: number
  /** Time until a refused record is tried again, in milliseconds; it doubles with each attempt. @default 5_000 */
  readonly retryDelayMs?: number
  /** First and longest wait before a backend that is away is asked again, in milliseconds. @default 1_000 and 60_000 */
  readonly outageBackoffMs?: { readonly first: number; readonly longest: number }
  /** Time for which a consumer that is made waits for an acknowledgement, in milliseconds. @default 30_000 */
  readonly ackWaitMs?: number
  /** Messages of a signal that all bridges together may have in hand. @default 10_000 */
  readonly maxAckPending?: number
  /** The stream of dead letters, made when the first is stored. @default 'TELEMETRY_DLQ' */
  readonly deadLetterStream?: string
  /** How often the stream and the consumers are asked for what waits, in milliseconds. @default 5_000 */
  readonly statsIntervalMs?: number
  /** Where `/healthz`, `/readyz` and `/metrics` are served; port 0 takes a free one. @default not served */
  readonly http?: { readonly port: number; readonly host?: string }
  /** Told of what happens; what it throws is ignored. @default nobody is told */
  readonly onEvent?: (event: BridgeEvent) => void
}

/** A config with nothing left to be decided. */
export type ResolvedConfig = Required<Omit<BridgeConfig, 'domain' | 'http'>> &
  Pick<BridgeConfig, 'domain' | 'http'>

const DEFAULTS: ResolvedConfig = {
  backend: {},
  stream: TELEMETRY_STREAM,
  durable: 'otlp-bridge',
  signals: SIGNALS,
  fallbackService: 'hopscope',
  batchSize: 100,
  maxBatchBytes: 4 * 1024 ** 2,
  flushIntervalMs: 5_000,
  maxRequests: 4,
  maxBytesInHand: 32 * 1024 ** 2,
  maxAttempts: 4,
  maxDeliveries: 10,
  retryDelayMs: 5_000,
  outageBackoffMs: { first: 1_000, longest: 60_000 },
  ackWaitMs: 30_000,
  maxAckPending: 10_000,
  deadLetterStream: 'TELEMETRY_DLQ',
  statsIntervalMs: 5_000,
  onEvent: () => {},
}

/**
 * The config with its defaults.
 *
 * @throws {@link TelemetryError} OPTION_INVALID if a setting is out of its range
 */
export function resolveConfig(config: BridgeConfig): ResolvedConfig {
  const resolved = { ...DEFAULTS, ...config }
  for (const name of COUNTS) checkCount(name, resolved[name])
  for (const name of NAMES) checkName(name, resolved[name])
  for (const name of TIMES) checkTime(name, resolved[name])
  checkBackoff(resolved.outageBackoffMs)
  checkSignals(resolved.signals)
  if (resolved.fallbackService === '') {
    throw invalid('fallbackService must not be empty', 'leave it out for `hopscope`')
  }
  return resolved
}

const COUNTS = [
  'batchSize',
  'maxBatchBytes',
  'maxRequests',
  'maxBytesInHand',
  'maxAttempts',
  'maxDeliveries',
  'maxAckPending',
] as const
const NAMES = ['stream', 'durable', 'deadLetterStream'] as const
const TIMES = ['flushIntervalMs', 'retryDelayMs', 'ackWaitMs', 'statsIntervalMs'] as const

function checkCount(name: string, value: number): void {
  if (Number.isSafeInteger(value) && value >= 1) return
  throw invalid(`${name} must be a whole number from 1, got ${value}`, LEAVE_OUT)
}

function checkTime(name: string, value: number): void {
  if (value > 0 && value <= LONGEST_MS) return
  throw invalid(
    `${name} must be above 0 and at most ${LONGEST_MS}, got ${value}`,
    'give it in milliseconds, no more than 24 days',
  )
}

function checkBackoff({ first, longest }: ResolvedConfig['outageBackoffMs']): void {
  checkTime('outageBackoffMs.first', first)
  checkTime('outageBackoffMs.longest', longest)
  if (first <= longest) return
  throw invalid(
    `outageBackoffMs.first must be at most outageBackoffMs.longest, got ${first} and ${longest}`,
    'the first wait is the shortest; each further one is twice as long, up to the longest',
  )
}

function checkSignals(signals: readonly string[]): void {
  const hint = `name some of ${SIGNALS.join(', ')}, or leave signals out for all`
  if (signals.length === 0) throw invalid('signals must name one of them at least, got none', hint)
  const unknown = signals.find((name) => !SIGNALS.some((signal) => signal === name))
  if (unknown === undefined) return
  throw invalid(`signals must be of ${SIGNALS.join(', ')}, got ${JSON.stringify(unknown)}`, hint)
}

// It is a token of subjects, and a part of the names of consumers.
function checkName(name: string, value: string): void {
  if (/^[^\s.*>/\\]+$/.test(value)) return
  throw invalid(
    `${name} must have no space, dot, slash, * or >, got ${JSON.stringify(value)}`,
    'use letters, digits, - and _',
  )
}

const LEAVE_OUT = 'correct it, or leave it out for the default'
// To a timer that is longer JavaScript does not wait at all.
const LONGEST_MS = 2 ** 31 - 1

function invalid(message: string, hint: string): TelemetryError {
  return new TelemetryError('OPTION_INVALID', message, { hint })
}

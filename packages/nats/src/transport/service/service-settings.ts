import { jsonCodec, type Codec } from '../codec/index.ts'
import { internalName, subjectOf, type MessageKind } from '../names/index.ts'
import { TransportError } from '../transport-error.ts'
import { errorEnvelope } from './error-envelope.ts'
import type { CommandHandler, EventHandler, Handlers } from './handler-context.ts'
import type { Problem } from './problem.ts'
import type {
  CommandOptions,
  ConsumerOverrides,
  DeadLetterOptions,
  DeliveryOptions,
  ServiceOptions,
  StreamOverrides,
} from './service-options.ts'

/** The options of a service, each with a value. */
export interface ServiceSettings {
  readonly name: string
  readonly codec: Codec
  readonly canonicalTrace: boolean
  readonly events: ReadonlyMap<string, EventHandler>
  readonly broadcasts: ReadonlyMap<string, EventHandler>
  readonly ordered: ReadonlyMap<string, EventHandler>
  readonly commands: ReadonlyMap<string, CommandHandler>
  readonly rpc: Required<CommandOptions>
  readonly delivery: Required<DeliveryOptions>
  readonly storesDeadLetters: boolean
  readonly onDeadLetter: DeadLetterOptions['onDeadLetter']
  readonly streams: StreamOverrides
  readonly consumers: ConsumerOverrides
  readonly provision: 'create' | 'update' | 'bind'
  /** Tells the application of a problem; never throws. */
  readonly tell: (problem: Problem) => void
}

const RPC_DEFAULTS: Required<CommandOptions> = {
  mode: 'core',
  timeoutMs: 180_000,
  concurrency: 100,
  errorEnvelope,
}

const DELIVERY_DEFAULTS: Required<DeliveryOptions> = {
  concurrency: 100,
  backoffMs: [],
  extendAck: true,
}

/**
 * Checks options, and gives those that are absent their defaults.
 *
 * @throws {@link TransportError} NAME_INVALID, OPTION_INVALID
 */
export function resolveService(options: ServiceOptions): ServiceSettings {
  const { name, deadLetters = {}, onProblem = () => {} } = options
  internalName(name)
  const settings: ServiceSettings = {
    name,
    codec: options.codec ?? jsonCodec,
    canonicalTrace: options.canonicalTrace ?? false,
    events: handlersOf('event', name, options.events),
    broadcasts: handlersOf('broadcast', name, options.broadcasts),
    ordered: handlersOf('ordered', name, options.ordered),
    commands: handlersOf('rpc', name, options.commands),
    rpc: { ...RPC_DEFAULTS, ...given(options.rpc) },
    delivery: { ...DELIVERY_DEFAULTS, ...given(options.delivery) },
    storesDeadLetters: deadLetters.stream ?? true,
    onDeadLetter: deadLetters.onDeadLetter,
    streams: options.streams ?? {},
    consumers: options.consumers ?? {},
    provision: options.provision ?? 'create',
    tell: safely(onProblem),
  }
  check(settings)
  return settings
}

// Where TypeScript is not told to be exact, an option that is undefined is one that is left out.
function given<T extends object>(options: T | undefined): Partial<T> {
  const all: Partial<T> = { ...options }
  for (const name in all) if (all[name] === undefined) delete all[name]
  return all
}

function handlersOf<H>(
  kind: MessageKind,
  service: string,
  handlers: Handlers<H> = {},
): ReadonlyMap<string, H> {
  const known = new Map(Object.entries(handlers))
  for (const [pattern, handler] of known) {
    subjectOf(kind, service, pattern)
    if (typeof handler !== 'function') {
      throw invalid(`the handler of ${pattern} must be a function, got ${typeof handler}`)
    }
  }
  return known
}

function check({ rpc, delivery, provision }: ServiceSettings): void {
  checkOneOf('provision', provision, ['create', 'update', 'bind'])
  checkOneOf('rpc.mode', rpc.mode, ['core', 'jetstream'])
  checkWhole('rpc.concurrency', rpc.concurrency)
  checkWhole('delivery.concurrency', delivery.concurrency)
  checkDelay('rpc.timeoutMs', rpc.timeoutMs)
  for (const delay of delivery.backoffMs) checkDelay('delivery.backoffMs', delay)
}

function checkOneOf(option: string, value: string, allowed: readonly string[]): void {
  if (allowed.includes(value)) return
  throw invalid(`${option} must be one of ${allowed.join(', ')}, got ${value}`)
}

function checkWhole(option: string, value: number): void {
  if (Number.isInteger(value) && value >= 1) return
  throw invalid(`${option} must be a whole number from 1, got ${value}`)
}

// What a timer takes at the most: one that is longer goes off at once.
const MAX_DELAY_MS = 2 ** 31 - 1

function checkDelay(option: string, value: number): void {
  if (value >= 0 && value <= MAX_DELAY_MS) return
  throw invalid(`${option} must be milliseconds from 0 to ${MAX_DELAY_MS}, got ${value}`)
}

function invalid(message: string): TransportError {
  return new TransportError('OPTION_INVALID', message, {
    hint: 'correct the option, or leave it out for its default',
  })
}

function safely(listener: (problem: Problem) => void): (problem: Problem) => void {
  return (problem) => {
    try {
      listener(problem)
    } catch {
      // Who listens to problems must not make another one.
    }
  }
}

import type { ConsumerConfig, StreamConfig } from '@nats-io/jetstream'
import type { InstrumentOptions } from '../../connection/instrument-options.ts'
import type { Codec } from '../codec/index.ts'
import type { DeadLetter } from '../dead-letters/dead-letter.ts'
import type { CommandHandler, EventHandler, Handlers } from './handler-context.ts'
import type { ProblemListener } from './problem.ts'

/** What {@link startService} serves, and how. */
export interface ServiceOptions {
  /** Name of the service, such as `orders`; subjects, streams and consumers are called after it. */
  readonly name: string
  /** Reads and writes payloads. @default jsonCodec */
  readonly codec?: Codec
  /**
   * Whether replies carry `Traceparent`, `Tracestate` and `Baggage` beside the same in lower case, as
   * in {@link ClientOptions}. @default false
   */
  readonly canonicalTrace?: boolean
  /** How the connection is traced, unless it is already; `false` leaves it alone. @default {} */
  readonly tracing?: InstrumentOptions | false

  /** Handlers of events: each message is handled by one instance of the service. */
  readonly events?: Handlers<EventHandler>
  /** Handlers of broadcasts: each message is handled by every service, by one instance of it. */
  readonly broadcasts?: Handlers<EventHandler>
  /** Handlers of ordered messages: each instance gets them all, in order, one at a time, once. */
  readonly ordered?: Handlers<EventHandler>
  /** Handlers of commands, whose callers wait for a reply. */
  readonly commands?: Handlers<CommandHandler>

  readonly rpc?: CommandOptions
  readonly delivery?: DeliveryOptions
  readonly deadLetters?: DeadLetterOptions
  /** What streams have besides their defaults, or in place of them. @default none */
  readonly streams?: StreamOverrides
  /** What consumers have besides their defaults, or in place of them. @default none */
  readonly consumers?: ConsumerOverrides
  /**
   * What is done about streams and consumers:
   *
   * - `create`: those that are missing are created, those that exist are left as they are;
   * - `update`: what an existing one has other than `streams` and `consumers` ask for is changed as
   *   well, where NATS allows it;
   * - `bind`: nothing is created or changed; for who has no permission to, or provisions otherwise.
   *
   * @default 'create'
   */
  readonly provision?: 'create' | 'update' | 'bind'
  /** Told of what goes wrong and that nobody waits for; nothing is logged. @default nobody is told */
  readonly onProblem?: ProblemListener
}

/** How commands are served. */
export interface CommandOptions {
  /** Over a queue group of core NATS, or through a stream, as the callers do it. @default 'core' */
  readonly mode?: 'core' | 'jetstream'
  /** How long a handler of a command from a stream may take, in milliseconds. @default 180_000 */
  readonly timeoutMs?: number
  /** How many commands are handled at a time. @default 100 */
  readonly concurrency?: number
  /**
   * What the caller is sent for an error of a handler.
   *
   * @default an object that was thrown is sent as it is, and so is the `payload` of an error that has
   * one; of any other error the caller learns nothing: `{ status: 'error', message: 'Internal server
   * error' }`
   */
  readonly errorEnvelope?: (error: unknown) => unknown
}

/** How events and broadcasts are delivered. */
export interface DeliveryOptions {
  /** How many messages of each kind are handled at a time. @default 100 */
  readonly concurrency?: number
  /**
   * How long to wait after the first, second, … failure, in milliseconds; the last one holds for all
   * that follow. @default none: a message is delivered again at once
   */
  readonly backoffMs?: readonly number[]
  /** Whether the server is told that a handler is still at work, so that it may take longer than `ack_wait`. @default true */
  readonly extendAck?: boolean
}

/** What becomes of messages that cannot be handled. */
export interface DeadLetterOptions {
  /**
   * Whether they are published to the service's stream of dead letters. Where they are not, and there
   * is no `onDeadLetter` either, they stay in their stream and are not delivered again.
   *
   * @default true
   */
  readonly stream?: boolean
  /**
   * Told of each dead letter, and the last resort where the stream cannot take it: what throws then,
   * stays in its stream. It may be told of a message more than once.
   *
   * @default none
   */
  readonly onDeadLetter?: (letter: DeadLetter) => unknown
}

/** Kinds of streams. */
export type StreamKind = 'event' | 'rpc' | 'broadcast' | 'ordered' | 'dead-letter'

/** Kinds of consumers that last. */
export type ConsumerKind = 'event' | 'rpc' | 'broadcast' | 'ordered'

export type StreamOverrides = { readonly [Kind in StreamKind]?: Partial<StreamConfig> }

/** Of `ordered`, whose consumer is made anew each time, only `deliver_policy`, `opt_start_seq` and `opt_start_time` count. */
export type ConsumerOverrides = { readonly [Kind in ConsumerKind]?: Partial<ConsumerConfig> }

import type { MeterProvider, TextMapPropagator, TracerProvider } from '@opentelemetry/api'
import type { Telemetry } from '@hopscope/observe'
import type { Loss } from '../loss/loss.ts'
import type { LossMode } from '../loss/loss-reporter.ts'
import type { SubjectFilter, SubjectTemplates } from '../names/subject-names.ts'
import type { Hooks } from './hooks.ts'

/** How {@link instrument} traces a connection. */
export interface InstrumentOptions {
  /** Where spans and metrics go, of whatever backend. @default OpenTelemetry's global providers */
  readonly telemetry?: Telemetry
  /** Who makes the spans, in place of `telemetry`. @default that of `telemetry` */
  readonly tracerProvider?: TracerProvider
  /** Who measures, in place of `telemetry`. @default that of `telemetry` */
  readonly meterProvider?: MeterProvider

  /** Which subjects are traced. @default all but those of the server and of telemetry */
  readonly filter?: SubjectFilter
  /**
   * What stands for subjects with ids in them, so that spans and metrics have few names: patterns
   * such as `orders.*.created`, or a function. @default none: a subject stands for itself
   */
  readonly templates?: SubjectTemplates
  /**
   * Where the span of a received message belongs:
   *
   * - `message`: below the span that sent it, in one trace;
   * - `link`: in a trace of its own, with a link to that span;
   * - `ambient`: below the span in which the application loops over messages, with that link; as
   *   `message` where there is no such span, or it has ended, and in callbacks, which have none.
   *
   * A message that a schedule of a stream published is always linked: each firing has the same context.
   *
   * @default 'message'
   */
  readonly parent?: 'message' | 'link' | 'ambient'
  /**
   * How an `ack`, `nak`, `term` or `working` is recorded: as an event of the span that handles the
   * message, or as a span of its own. An `ackAck` waits for the server, and is always a span.
   *
   * @default 'events'
   */
  readonly settle?: 'events' | 'spans'

  /** Writes and reads the context. @default the global one; ours where that is of W3C, or not set */
  readonly propagator?: TextMapPropagator
  /** Whether baggage travels with messages. @default true */
  readonly baggage?: boolean

  /** How loud it is when a message has lost its context. @default 'warn' */
  readonly lost?: LossMode
  /** Told of every message that has lost its context; what it throws is ignored. @default nobody is told */
  readonly onLost?: (loss: Loss) => void

  /** Called with spans as they begin, to add to them. @default none */
  readonly hooks?: Hooks
  /** Names of headers whose values spans carry, in any case. @default none */
  readonly captureHeaders?: readonly string[]
  /** How many bytes of a payload spans carry, as text; 0 for none, and not its size either. @default 0 */
  readonly captureBodyBytes?: number
  /**
   * What `error.type` says of an error, of which there should be few; `undefined` leaves it to the
   * default: `timeout`, `503_no_responders`, the `err_code` of JetStream, or the error's name.
   */
  readonly errorType?: (error: unknown) => string | undefined

  /**
   * Told of everything that went wrong in the instrumentation itself; what it throws is ignored.
   * The message that was being sent or handled goes its way untraced.
   *
   * @default nobody is told
   */
  readonly onError?: (error: unknown) => void
}

import type { NatsConnection } from '@nats-io/nats-core'
import { trace, type Tracer } from '@opentelemetry/api'
import type { Loss } from '../loss/loss.ts'
import { lossReporter } from '../loss/loss-reporter.ts'
import { measureWith, type FailureOrigin, type Measure } from '../metrics/measure.ts'
import { subjectNames, type SubjectName } from '../names/subject-names.ts'
import { messagePropagation, type Propagation } from '../propagation/propagation.ts'
import { VERSION } from '../version.ts'
import { errorTypeOf } from './error-type.ts'
import { handlerRunner, type RunIn } from './handler-runner.ts'
import { inboxPrefixOf } from './inbox-prefix.ts'
import type { InstrumentOptions } from './instrument-options.ts'
import { serverAttributes, type ServerAttributes } from './server-attributes.ts'
import { resolveSettings, type Settings } from './settings.ts'
import type { SpanHeads } from './span-heads.ts'
import { unsettledMessages, type UnsettledMessages } from './unsettled-messages.ts'

/** What is known of one instrumented connection; all that traces it works with this. */
export interface Instrumentation {
  readonly connection: NatsConnection
  readonly settings: Settings
  readonly tracer: Tracer
  readonly measure: Measure
  readonly propagation: Propagation
  /** What tracing makes of a subject. */
  readonly nameOf: (subject: string) => SubjectName
  /** The `inboxPrefix` option of the connection, without a dot at its end. */
  readonly inboxPrefix: string
  /** What `error.type` says of an error. */
  readonly errorTypeOf: (error: unknown) => string
  /** Whether all that is sent is seen where it is sent; otherwise replies and acks are not. */
  readonly seesEverySend: boolean
  /** Attributes of the server that the connection is on right now. */
  readonly server: () => ServerAttributes
  /** Heads of the spans of what is sent, by operation. */
  readonly sendHeads: Map<string, SpanHeads>
  /** The messages of streams that are being handled. */
  readonly unsettled: UnsettledMessages
  /** Runs a handler that nats.js calls in a context. */
  readonly runIn: RunIn
  /** Runs what only observes: what it throws is counted and told to `onError`, not to the application. */
  readonly observe: (work: () => void, origin?: FailureOrigin) => void
  /** Counts a failure of `origin`, and tells `onError`. */
  readonly failed: (error: unknown, origin?: FailureOrigin) => void
  /** Tells of a loss; throws CONTEXT_LOST for a send in the mode that asks for it. */
  readonly tellLost: (loss: Loss) => void
}

/** Every instrumented connection; the prototypes of nats.js are shared by all connections, so they look here. */
const instrumentations = new WeakMap<object, Instrumentation>()

/** What is known of `connection`; nothing if it is not instrumented. */
export function instrumentationOf(connection: unknown): Instrumentation | undefined {
  return typeof connection === 'object' && connection !== null
    ? instrumentations.get(connection)
    : undefined
}

/**
 * Remembers `connection` as instrumented.
 *
 * @throws {@link NatsTracingError} OPTION_INVALID if an option is not what it may be
 */
export function addInstrumentation(
  connection: NatsConnection,
  options: InstrumentOptions,
  seesEverySend: boolean,
): Instrumentation {
  const settings = resolveSettings(options)
  const measure = measureWith(settings.meterProvider)
  const failed = failureReporter(settings, measure)
  const observe: Instrumentation['observe'] = (work, origin) => {
    try {
      work()
    } catch (error) {
      failed(error, origin)
    }
  }
  const inboxPrefix = inboxPrefixOf(connection)
  const onError = (error: unknown): void => failed(error, 'option')
  const instrumentation: Instrumentation = {
    connection,
    settings,
    // One of the global provider finds out by itself when an SDK is registered.
    tracer: (settings.tracerProvider ?? trace).getTracer('@hopscope/nats', VERSION),
    measure,
    propagation: messagePropagation({ ...settings, failed: onError }),
    inboxPrefix,
    seesEverySend,
    nameOf: subjectNames({ ...settings, inboxPrefix, onError }),
    errorTypeOf: errorClassifier(settings, onError),
    server: serverAttributes(connection),
    sendHeads: new Map(),
    unsettled: unsettledMessages(settings.settle === 'spans'),
    runIn: handlerRunner(),
    observe,
    failed,
    tellLost: lossReporter({
      lost: settings.lost,
      onLost: (loss) => observe(() => watchPromise(settings.onLost(loss), onError), 'option'),
    }),
  }
  instrumentations.set(connection, instrumentation)
  return instrumentation
}

// TypeScript takes an `async` function for one that returns nothing.
function watchPromise(result: unknown, onRejection: (error: unknown) => void): void {
  if (result instanceof Promise) result.catch(onRejection)
}

function failureReporter({ onError }: Settings, measure: Measure): Instrumentation['failed'] {
  return (error, origin = 'instrumentation') => {
    try {
      measure.failed(origin)
      watchPromise(onError(error), () => {})
    } catch {
      // An observer that fails must not break what it observes.
    }
  }
}

function errorClassifier(
  { errorType }: Settings,
  onError: (error: unknown) => void,
): Instrumentation['errorTypeOf'] {
  // The last is what the semantic conventions call what has no name.
  return (error) => attempt(() => errorType(error)) ?? attempt(() => errorTypeOf(error)) ?? '_OTHER'

  function attempt(classify: () => string | undefined): string | undefined {
    try {
      return classify()
    } catch (failure) {
      onError(failure)
      return undefined
    }
  }
}

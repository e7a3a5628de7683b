import type { Attributes, MeterProvider } from '@opentelemetry/api'
import { ATTRIBUTE } from '../names/attributes.ts'
import type { SubjectName } from '../names/subject-names.ts'
import { currentInstruments, type Instruments } from './instruments.ts'

/** Measures what a connection does; every function is free of cost while nobody measures. */
export interface Measure {
  /** The time now, for the functions below; 0 while nobody measures. */
  readonly startMs: () => number
  /** A message was sent, or was tried to be: its duration and its count. */
  readonly sent: (startMs: number, operation: MeasuredOperation) => void
  /** Something stored was read, or a message was acknowledged or the like: its duration. */
  readonly asked: (startMs: number, operation: MeasuredOperation) => void
  /** A message was handed to the application. */
  readonly consumed: (operation: MeasuredOperation) => void
  /** The application is done with a message. */
  readonly processed: (startMs: number, operation: MeasuredOperation) => void
  /** What became of the context of a message. */
  readonly context: (result: string, operation: MeasuredOperation) => void
  /** Something of the instrumentation failed; `origin` is whose it was. */
  readonly failed: (origin: FailureOrigin) => void
}

/** What is measured, in words of which there are few. */
export interface MeasuredOperation {
  readonly operation: string
  readonly operationType: 'send' | 'receive' | 'process' | 'settle'
  readonly subject: SubjectName | undefined
  /** Few for a connection: its server, a consumer group, a stream. */
  readonly attributes: Attributes
  /** @default none: it did not fail */
  readonly errorType?: string | undefined
}

/** Whose code failed: a hook, an option that is a function, or the instrumentation's own. */
export type FailureOrigin = 'hook' | 'option' | 'instrumentation'

/** Measures with the instruments of `provider`, or of the global one. */
export function measureWith(provider: MeterProvider | undefined): Measure {
  const current = currentInstruments(provider)
  const record = (
    histogram: (instruments: Instruments) => Instruments['processDuration'],
    startMs: number,
    operation: MeasuredOperation,
  ): void => {
    const instruments = current()
    // Whoever began to measure in between has no start to measure from.
    if (!instruments || startMs === 0) return
    histogram(instruments).record((performance.now() - startMs) / 1000, attributesOf(operation))
  }

  return {
    startMs: () => (current() ? performance.now() : 0),
    sent(startMs, operation) {
      record(({ operationDuration }) => operationDuration, startMs, operation)
      current()?.sentMessages.add(1, attributesOf(operation))
    },
    asked: (startMs, operation) =>
      record(({ operationDuration }) => operationDuration, startMs, operation),
    consumed: (operation) => current()?.consumedMessages.add(1, attributesOf(operation)),
    processed: (startMs, operation) =>
      record(({ processDuration }) => processDuration, startMs, operation),
    context: (result, operation) =>
      current()?.tracingContext.add(1, {
        ...attributesOf(operation),
        [ATTRIBUTE.traceContext]: result,
      }),
    failed: (origin) => current()?.tracingErrors.add(1, { [ATTRIBUTE.tracingOrigin]: origin }),
  }
}

function attributesOf(measured: MeasuredOperation): Attributes {
  const { operation, operationType, subject, attributes, errorType } = measured
  return {
    [ATTRIBUTE.system]: 'nats',
    [ATTRIBUTE.operationName]: operation,
    [ATTRIBUTE.operationType]: operationType,
    ...subjectAttributes(subject),
    ...attributes,
    ...(errorType !== undefined && { [ATTRIBUTE.errorType]: errorType }),
  }
}

// A subject that nothing stands for would make a time series of every message.
function subjectAttributes(subject: SubjectName | undefined): Attributes {
  if (subject?.label === undefined) return {}
  if (subject.isTemporary) return { [ATTRIBUTE.destinationTemporary]: true }
  return subject.template === undefined
    ? { [ATTRIBUTE.destinationName]: subject.label }
    : { [ATTRIBUTE.destinationTemplate]: subject.template }
}

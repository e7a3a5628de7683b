import type { SpanData } from '@hopscope/observe/otlp'
import { attributeOf, traceIdOf, type SpanRecord } from '@hopscope/observe/recorder'
import { runOf } from '../run-of.ts'
import { spansSubject } from '../subjects.ts'
import { checkChoice } from './check-choice.ts'

/**
 * How the spans of a flush are put into messages: all in one, or in one for each of their traces or
 * runs, whose subject ends with its id.
 */
export type SpanLayout = 'batch' | 'trace' | 'run'

/** A span as the recorder has it, or as data. */
export type CollectedSpan = SpanRecord | SpanData

/**
 * Gives the subject that each span of a service goes to.
 *
 * @throws {@link TelemetryError} OPTION_INVALID if there is no such layout
 */
export function spanSubjects(service: string, layout: SpanLayout): (span: CollectedSpan) => string {
  checkChoice('layout', layout, ['batch', 'trace', 'run'])
  switch (layout) {
    case 'trace':
      return (span) => spansSubject(service, isRecord(span) ? traceIdOf(span.trace) : span.traceId)
    case 'run':
      return (span) =>
        spansSubject(
          service,
          runOf((key) => attribute(span, key)),
        )
    default: {
      const subject = spansSubject(service)
      return () => subject
    }
  }
}

/** Whether a span is one of the recorder's. */
export function isRecord(span: CollectedSpan): span is SpanRecord {
  return 'trace' in span
}

function attribute(span: CollectedSpan, key: string) {
  return isRecord(span) ? attributeOf(span, key) : span.attributes[key]
}

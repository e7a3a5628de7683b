import type { HrTime, SpanContext } from '@opentelemetry/api'
import type { LogRecordData } from '@hopscope/observe/otlp'
import { copyAnyValue } from '@hopscope/observe/recorder'
import { fromHrTime, fromSdkAttributes, type SdkResource, type SdkScope } from './from-sdk.ts'

/** What of a log record of OpenTelemetry's SDK is needed; that of any version is one. */
export interface SdkLogRecord {
  readonly hrTime: HrTime
  readonly hrTimeObserved: HrTime
  readonly spanContext?: SpanContext | undefined
  readonly severityText?: string | undefined
  readonly severityNumber?: number | undefined
  readonly body?: unknown
  readonly eventName?: string | undefined
  readonly attributes: Readonly<Record<string, unknown>>
  readonly droppedAttributesCount: number
  readonly resource: SdkResource
  readonly instrumentationScope: SdkScope
}

/** A log record of OpenTelemetry's SDK as OTLP has it. */
export function fromSdkLogRecord(record: SdkLogRecord): LogRecordData {
  const { severityText, severityNumber = 0, eventName, spanContext } = record
  return {
    timeUnixNano: fromHrTime(record.hrTime),
    observedTimeUnixNano: fromHrTime(record.hrTimeObserved),
    severityNumber,
    ...(severityText !== undefined && { severityText }),
    body: copyAnyValue(record.body),
    attributes: fromSdkAttributes(record.attributes),
    droppedAttributesCount: record.droppedAttributesCount,
    ...(spanContext && {
      flags: spanContext.traceFlags & 0xff,
      traceId: spanContext.traceId,
      spanId: spanContext.spanId,
    }),
    ...(eventName !== undefined && { eventName }),
  }
}

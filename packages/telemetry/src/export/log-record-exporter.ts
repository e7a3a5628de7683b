import type { NatsConnection } from '@nats-io/nats-core'
import { encodeLogs, type LogRecordData } from '@hopscope/observe/otlp'
import { levelOf } from '../collect/log-level.ts'
import type { Publication } from '../publish/acked-publisher.ts'
import { logsSubject } from '../subjects.ts'
import {
  dagnatsSeverity,
  dagnatsV1Level,
  formatDagnatsLog,
  formatDagnatsV1Log,
} from './dagnats/format-log.ts'
import { ExportPublisher, jsonPublication } from './export-publisher.ts'
import type { ExporterOptions, ExportResult } from './exporter-options.ts'
import { fromSdkLogRecord, type SdkLogRecord } from './sdk/from-sdk-log-record.ts'
import { fromSdkResource, fromSdkScope, groupBy, serviceOf } from './sdk/from-sdk.ts'

/**
 * A log record exporter for OpenTelemetry's SDK that stores log records in TELEMETRY.
 *
 * An export is one OTLP message for each service and level, on `telemetry.logs.{service}.{level}`. In
 * DagNats' formats it is one message for each record.
 *
 * @example
 * const exporter = new NatsLogRecordExporter(connection)
 * new LoggerProvider({ processors: [new BatchLogRecordProcessor(exporter)] })
 */
export class NatsLogRecordExporter {
  readonly #publisher: ExportPublisher
  #published = 0

  /**
   * @throws {@link TelemetryError} OPTION_INVALID if an option is not what it may be
   * @throws what nats.js throws if `connection` is closed or draining already
   */
  constructor(connection: NatsConnection, options: ExporterOptions = {}) {
    this.#publisher = new ExportPublisher(connection, options)
  }

  export(records: readonly SdkLogRecord[], done: (result: ExportResult) => void): void {
    this.#publisher.export(() => this.#toMessages(records), done)
  }

  /** Resolves when all that was exported so far is stored, or has failed. */
  forceFlush(): Promise<void> {
    return this.#publisher.forceFlush()
  }

  /** Flushes and takes no more. The connection stays open. */
  shutdown(): Promise<void> {
    return this.#publisher.shutdown()
  }

  #toMessages(records: readonly SdkLogRecord[]): readonly Publication[] {
    if (this.#publisher.format !== 'otlp') return records.map((record) => this.#toDagnats(record))

    const ofSubjects = groupBy(records, (record) =>
      logsSubject(serviceOf(record.resource), levelOf(fromSdkLogRecord(record))),
    )
    return [...ofSubjects].flatMap(([subject, ofSubject]) =>
      this.#publisher.otlp(subject, ofSubject, encodeSdkRecords),
    )
  }

  #toDagnats(sdkRecord: SdkLogRecord): Publication {
    const record = fromSdkLogRecord(sdkRecord)
    const service = serviceOf(sdkRecord.resource)
    if (this.#publisher.format === 'dagnats-v1') {
      const subject = logsSubject(service, dagnatsV1Level(record))
      return jsonPublication(subject, formatDagnatsV1Log(record, service))
    }
    const subject = logsSubject(service, dagnatsSeverity(record))
    return jsonPublication(subject, formatDagnatsLog(record, service), this.#messageId(record))
  }

  #messageId({ timeUnixNano }: LogRecordData): string {
    return `log.${timeUnixNano}.${++this.#published}`
  }
}

function encodeSdkRecords(records: readonly SdkLogRecord[]): Uint8Array {
  const ofResources = groupBy(records, ({ resource }) => resource)
  return encodeLogs({
    resourceLogs: Array.from(ofResources, ([resource, ofResource]) => ({
      ...fromSdkResource(resource),
      scopeLogs: Array.from(
        groupBy(ofResource, ({ instrumentationScope }) => instrumentationScope),
        ([scope, ofScope]) => ({
          ...fromSdkScope(scope),
          logRecords: ofScope.map(fromSdkLogRecord),
        }),
      ),
    })),
  })
}

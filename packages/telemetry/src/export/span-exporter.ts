import type { NatsConnection } from '@nats-io/nats-core'
import { encodeTraces, type AnyValue } from '@hopscope/observe/otlp'
import type { Publication } from '../publish/acked-publisher.ts'
import { runOf } from '../run-of.ts'
import { spansSubject } from '../subjects.ts'
import { formatDagnatsSpan } from './dagnats/format-span.ts'
import { formatDagnatsV1Span } from './dagnats/format-span-v1.ts'
import { ExportPublisher, jsonPublication } from './export-publisher.ts'
import type { ExporterOptions, ExportResult } from './exporter-options.ts'
import { fromSdkSpan, type SdkSpan } from './sdk/from-sdk-span.ts'
import { fromSdkResource, fromSdkScope, groupBy, serviceOf, type SdkScope } from './sdk/from-sdk.ts'

/**
 * A span exporter for OpenTelemetry's SDK, 1, 2 or 3, that stores spans in TELEMETRY.
 *
 * An export is one OTLP message for each service. In DagNats' formats it is one message for each span,
 * on `telemetry.spans.{service}.{run}`, where the run is the attribute `dagnats.run.id` or `run_id`.
 *
 * @example
 * const exporter = new NatsSpanExporter(connection)
 * new BasicTracerProvider({ spanProcessors: [new BatchSpanProcessor(exporter)] })
 */
export class NatsSpanExporter {
  readonly #publisher: ExportPublisher

  /**
   * @throws {@link TelemetryError} OPTION_INVALID if an option is not what it may be
   * @throws what nats.js throws if `connection` is closed or draining already
   */
  constructor(connection: NatsConnection, options: ExporterOptions = {}) {
    this.#publisher = new ExportPublisher(connection, options)
  }

  export(spans: readonly SdkSpan[], done: (result: ExportResult) => void): void {
    this.#publisher.export(() => this.#toMessages(spans), done)
  }

  /** Resolves when all that was exported so far is stored, or has failed. */
  forceFlush(): Promise<void> {
    return this.#publisher.forceFlush()
  }

  /** Flushes and takes no more. The connection stays open. */
  shutdown(): Promise<void> {
    return this.#publisher.shutdown()
  }

  #toMessages(spans: readonly SdkSpan[]): readonly Publication[] {
    const ofServices = groupBy(spans, ({ resource }) => serviceOf(resource))
    return [...ofServices].flatMap(([service, ofService]) => {
      if (this.#publisher.format === 'otlp') {
        return this.#publisher.otlp(spansSubject(service), ofService, encodeSdkSpans)
      }
      return ofService.map((span) => this.#toDagnats(span, service))
    })
  }

  #toDagnats(sdkSpan: SdkSpan, service: string): Publication {
    const span = fromSdkSpan(sdkSpan)
    const isV1 = this.#publisher.format === 'dagnats-v1'
    const attribute = (key: string): AnyValue | undefined => span.attributes[key]
    const run = isV1 ? runOf(attribute, ['run_id']) : runOf(attribute)
    return jsonPublication(
      spansSubject(service, run),
      isV1 ? formatDagnatsV1Span(span, service) : formatDagnatsSpan(span),
      `${span.traceId}.${span.spanId}`,
    )
  }
}

function encodeSdkSpans(spans: readonly SdkSpan[]): Uint8Array {
  const ofResources = groupBy(spans, ({ resource }) => resource)
  return encodeTraces({
    resourceSpans: Array.from(ofResources, ([resource, ofResource]) => ({
      ...fromSdkResource(resource),
      scopeSpans: Array.from(groupBy(ofResource, scopeOf), ([scope, ofScope]) => ({
        ...fromSdkScope(scope),
        spans: ofScope.map(fromSdkSpan),
      })),
    })),
  })
}

function scopeOf({ instrumentationScope, instrumentationLibrary }: SdkSpan): SdkScope {
  return instrumentationScope ?? instrumentationLibrary ?? NO_SCOPE
}

const NO_SCOPE: SdkScope = { name: '' }

import type { TracerProvider } from '@opentelemetry/api'
import type { Scope, SpanData } from '../otlp/model.ts'
import { otelTracer } from '../otel-tracer.ts'
import { recordingTracerProvider } from '../recorder/recording-tracer-provider.ts'
import { systemRuntime, type Runtime } from '../recorder/runtime.ts'
import type { SpanSink } from '../recorder/span-sink.ts'
import type { Tracer } from '../tracer.ts'

/**
 * Telemetry that keeps what it is told, for tests.
 *
 * @example
 * const telemetry = new InMemoryTelemetry()
 * instrument(connection, { tracerProvider: telemetry.tracerProvider })
 * …
 * const [publish] = telemetry.spansNamed('publish orders.new')
 */
export class InMemoryTelemetry implements SpanSink {
  readonly tracerProvider: TracerProvider
  /** The facade's tracer over {@link tracerProvider}. */
  readonly tracer: Tracer
  readonly #spans: RecordedSpanData[] = []
  readonly #waiting = new Set<() => void>()

  constructor(runtime: Runtime = systemRuntime) {
    this.tracerProvider = recordingTracerProvider(this, runtime)
    this.tracer = otelTracer(this.tracerProvider.getTracer('test'))
  }

  /** Every span that has ended, in the order in which they ended. */
  get spans(): readonly RecordedSpanData[] {
    return this.#spans
  }

  /** The ended spans of that name, in the order in which they ended. */
  spansNamed(name: string): readonly RecordedSpanData[] {
    return this.#spans.filter((span) => span.name === name)
  }

  /**
   * Waits until `condition` holds for the ended spans.
   *
   * It has no time limit of its own: a test's is enough, and its message names the test.
   */
  async until(condition: (spans: readonly RecordedSpanData[]) => boolean): Promise<void> {
    while (!condition(this.#spans)) {
      await new Promise<void>((resolve) => this.#waiting.add(resolve))
    }
  }

  record(span: SpanData, scope: Scope): void {
    this.#spans.push({ ...span, scope })
    const waiting = [...this.#waiting]
    this.#waiting.clear()
    for (const wake of waiting) wake()
  }
}

/** A span that has ended, and the scope of the tracer that made it. */
export interface RecordedSpanData extends SpanData {
  readonly scope: Scope
}

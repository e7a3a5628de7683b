import type { TracerProvider } from '@opentelemetry/api'

/** How {@link instrument} traces a connection. */
export interface InstrumentOptions {
  /** Who makes the spans. @default OpenTelemetry's global tracer provider, as it is when a span starts */
  readonly tracerProvider?: TracerProvider
  /**
   * Told of everything that went wrong in the instrumentation itself; what it throws is ignored.
   * The message that was being sent or handled goes its way untraced.
   *
   * @default nobody is told
   */
  readonly onError?: (error: unknown) => void
}

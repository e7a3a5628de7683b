import { otelTracer, sinkLogger, sinkMetrics, toTelemetry, type Telemetry } from '@hopscope/observe'
import { recordingTracerProvider } from '@hopscope/observe/recorder'

/** Telemetry that is printed, a line for each thing. */
export function printTelemetry(print: (line: string) => void): Telemetry {
  const tracerProvider = recordingTracerProvider({
    record: ({ name, traceId, status }) => print(`span ${name} in ${traceId}: ${status.code}`),
  })
  return toTelemetry({
    tracer: otelTracer(tracerProvider.getTracer('print')),
    logger: sinkLogger(({ level, message }) => print(`${level} ${message}`)),
    metrics: sinkMetrics(({ type, name, value }) => print(`${type} ${name} ${value}`)),
  })
}

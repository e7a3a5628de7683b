export { recordingTracerProvider } from './recording-tracer-provider.ts'
export { systemRuntime, type Runtime } from './runtime.ts'
export type { SpanSink } from './span-sink.ts'

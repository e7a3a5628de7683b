export { InMemoryTelemetry, type RecordedSpanData } from './in-memory-telemetry.ts'
export type { RecordedReport } from './recording-error-reporter.ts'

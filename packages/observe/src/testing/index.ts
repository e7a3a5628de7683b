export { InMemoryTelemetry, type RecordedSpanData } from './in-memory-telemetry.ts'

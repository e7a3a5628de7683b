export { decodeTelemetry, type StoredTelemetry } from './decode-telemetry.ts'
export { readTelemetry, type Telemetry, type UnreadableTelemetry } from './read-telemetry.ts'

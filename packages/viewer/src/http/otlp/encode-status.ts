import type { TelemetryFormat } from '../../exchange/import/telemetry-record.ts'
import { lengthField } from './protobuf-fields.ts'

/** Google's `Status` with a message and nothing else, as OTLP answers what it refuses. */
export function encodeStatus(format: TelemetryFormat, message: string): Uint8Array {
  const text = encoder.encode(message.slice(0, MAX_CHARACTERS))
  if (format === 'json') return encoder.encode(JSON.stringify({ message: decoder.decode(text) }))
  return lengthField(MESSAGE, text)
}

const encoder = new TextEncoder()
const decoder = new TextDecoder()
const MAX_CHARACTERS = 1000
/** The field of the message. */
const MESSAGE = 2

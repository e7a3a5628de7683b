import { type TelemetryFormat } from '../../exchange/import/telemetry-record.ts'

/** Google's `Status` with a message and nothing else, as OTLP answers what it refuses. */
export function encodeStatus(format: TelemetryFormat, message: string): Uint8Array {
  const text = encoder.encode(message.slice(0, MAX_CHARACTERS))
  if (format === 'json') return encoder.encode(JSON.stringify({ message: decoder.decode(text) }))
  return Uint8Array.from([MESSAGE_TAG, ...varint(text.length), ...text])
}

const encoder = new TextEncoder()
const decoder = new TextDecoder()
const MAX_CHARACTERS = 1000
// Field 2, of a length that is told.
const MESSAGE_TAG = 0x12

function varint(value: number): readonly number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...varint(value >>> 7)]
}

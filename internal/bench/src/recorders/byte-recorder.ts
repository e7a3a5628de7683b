import { newBuffer, SpanWriter, tracerProvider } from '@hopscope/observe/recorder'
import type { TracerProvider } from '@opentelemetry/api'

/** Our recorder: each span is OTLP bytes when it ends, and the bytes of a batch are thrown away. */
export function byteRecorder(): TracerProvider {
  const writer = new SpanWriter()
  const buffer = newBuffer(BATCH_BYTES * 2)
  return tracerProvider((span) => {
    writer.write(buffer, span)
    if (buffer.at > BATCH_BYTES) buffer.at = 0
  })
}

// About as many spans as OpenTelemetry exports at a time.
const BATCH_BYTES = 128 * 1024

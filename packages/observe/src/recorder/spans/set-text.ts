import type { Span } from '@opentelemetry/api'
import type { AsciiText } from './ascii-text.ts'
import { RecordedSpan } from './recorded-span.ts'

/**
 * Sets an attribute of any span to a text that came as bytes.
 *
 * The recorder's own spans copy its bytes when they are written; any other is given a string.
 */
export function setText(span: Span, key: string, text: AsciiText | string): void {
  if (typeof text !== 'string' && span instanceof RecordedSpan) span.setText(key, text)
  else span.setAttribute(key, text.toString())
}

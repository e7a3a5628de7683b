import type { AnyValue } from '@hopscope/observe/otlp'

/** An attribute's text; empty for any other value, and for none. */
export function textOf(value: AnyValue | undefined): string {
  return typeof value === 'string' ? value : ''
}

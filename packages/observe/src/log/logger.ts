import type { Field } from './field.ts'

/**
 * Writes log records. No method of it throws.
 *
 * A record belongs to the span that is active where it is written, and carries the ids of that span.
 */
export interface Logger {
  debug(message: string, ...fields: readonly Field[]): void
  info(message: string, ...fields: readonly Field[]): void
  warn(message: string, ...fields: readonly Field[]): void

  /** @param error What was thrown, if something was; it is kept as it is. */
  error(message: string, error?: unknown, ...fields: readonly Field[]): void

  /** Another logger, whose records have `fields` as well; this one stays as it is. */
  with(...fields: readonly Field[]): Logger
}

/** A logger that writes nothing. */
export const noopLogger: Logger = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  with: () => noopLogger,
}

import { createHash } from 'node:crypto'

/** A trace id for each name, always the same. */
export function traceIdOf(name: string): string {
  return createHash('sha256').update(name).digest('hex').slice(0, 32)
}

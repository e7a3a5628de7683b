import { textOf } from './text-of.ts'

/** What to say of something that was thrown: the message of an error, or the text of anything else. */
export function messageOf(thrown: unknown): string {
  try {
    return textOf(thrown instanceof Error ? thrown.message : thrown)
  } catch {
    // A proxy, say, or an error whose getters throw.
    return typeof thrown
  }
}

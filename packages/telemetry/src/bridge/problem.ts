import type { Signal } from '../otlp-http/index.ts'
import type { BridgeEvent } from './bridge-event.ts'

/** The event that tells of something that went wrong, and that the bridge goes on from. */
export function problem(
  signal: Signal,
  what: string,
  { hint, cause }: { readonly hint: string; readonly cause: unknown },
): BridgeEvent {
  const message = `${what}: ${messageOf(cause)}`
  return { kind: 'problem', signal, message, hint, cause }
}

/** What an error says. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

import type { BridgeEvent, BridgeFigures } from '@hopscope/telemetry/bridge'

/** What a person, or a program, is told of a bridge while it runs. */
export type LogEntry =
  | BridgeEvent
  | {
      /** It runs. */
      readonly kind: 'started'
      readonly durable: string
      readonly stream: string
      readonly endpoints: Readonly<Record<string, string>>
      /** Where health and metrics are; absent if they are not served. */
      readonly httpUrl: string | undefined
    }
  | { readonly kind: 'disconnected' | 'reconnected'; readonly server: string }
  | { readonly kind: 'figures'; readonly figures: BridgeFigures }
  | { readonly kind: 'stopping'; readonly timeoutMs: number }
  | { readonly kind: 'stopped'; readonly figures: BridgeFigures }

/** Who is told. */
export interface BridgeLog extends Disposable {
  tell(entry: LogEntry): void
}

/** How much an entry matters. */
export type LogLevel = 'info' | 'warn' | 'error'

/** How much an entry matters to whoever runs a bridge. */
export function levelOf({ kind }: LogEntry): LogLevel {
  return LEVELS[kind]
}

const LEVELS: Readonly<Record<LogEntry['kind'], LogLevel>> = {
  started: 'info',
  'signal-started': 'info',
  'signal-absent': 'warn',
  outage: 'warn',
  resumed: 'info',
  'partial-success': 'warn',
  retry: 'warn',
  'dead-letter': 'error',
  discarded: 'error',
  problem: 'error',
  disconnected: 'warn',
  reconnected: 'info',
  figures: 'info',
  stopping: 'info',
  stopped: 'info',
}

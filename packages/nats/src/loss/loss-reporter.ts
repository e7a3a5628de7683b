import { diag } from '@opentelemetry/api'
import { NatsTracingError } from '../nats-tracing-error.ts'
import { describeLoss, type Loss } from './loss.ts'

/**
 * How loud a loss is:
 *
 * - `off`: it is counted, and told to `onLost`;
 * - `warn`: the first one of each source is a warning of the process as well;
 * - `throw`: a message that cannot be sent with its context is not sent, and `publish` or `request`
 *   fails with {@link NatsTracingError} CONTEXT_LOST. A received message is always handed over, for
 *   it would be lost; its loss is a warning.
 */
export type LossMode = 'off' | 'warn' | 'throw'

/** What decides how losses are told. */
export interface LossOptions {
  readonly lost: LossMode
  readonly onLost: (loss: Loss) => void
}

/**
 * A function that tells of a loss as the application wants it told.
 *
 * @throws {@link NatsTracingError} CONTEXT_LOST for a send in mode `throw`, before it is sent
 */
export function lossReporter({ lost, onLost }: LossOptions): (loss: Loss) => void {
  const warned = new Set<string>()
  return (loss) => {
    onLost(loss)
    if (lost === 'off') return

    const { message, hint } = describeLoss(loss)
    if (lost === 'throw' && loss.operation === 'send') {
      throw new NatsTracingError('CONTEXT_LOST', message, { hint })
    }
    const key = `${loss.operation} ${loss.source} ${loss.result}`
    if (warned.has(key) || warned.size >= MAX_WARNINGS) return
    warned.add(key)
    warn(message, hint)
  }
}

// A name for each of so many sources would fill the log.
const MAX_WARNINGS = 100

// On Node a warning is printed once to stderr, and the process can listen for it or switch it off.
function warn(message: string, hint: string): void {
  const { process } = globalThis as { readonly process?: { readonly emitWarning?: EmitWarning } }
  if (!process?.emitWarning) {
    diag.warn(`@hopscope/nats: ${message}`, hint)
    return
  }
  process.emitWarning(message, { type: 'HopscopeWarning', code: 'CONTEXT_LOST', detail: hint })
}

type EmitWarning = (
  message: string,
  options: { readonly type: string; readonly code: string; readonly detail: string },
) => void

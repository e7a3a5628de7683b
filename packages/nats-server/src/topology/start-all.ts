import type { NatsServer } from '../launch/nats-server.ts'
import type { Run, ServerSpec } from '../launch/run.ts'
import { startServer } from '../launch/start-server.ts'
import type { ResolvedServer } from '../resolve/resolve-options.ts'

/** How servers of a topology are started. */
export interface StartAllOptions {
  readonly timeoutMs: number
  readonly signal: AbortSignal | undefined
  /** Is told each server that listens. */
  readonly onUp: (name: string) => void
}

/**
 * Starts servers of a run at once, and resolves when all listen.
 *
 * A failure is thrown when all have come to an end, so that none starts in a run that is closed.
 */
export async function startAll(
  run: Run,
  server: ResolvedServer,
  specs: readonly ServerSpec[],
  { timeoutMs, signal, onUp }: StartAllOptions,
): Promise<readonly NatsServer[]> {
  const starts = specs.map(async (spec) => {
    const started = await startServer(run, server, spec, { timeoutMs, signal })
    onUp(started.name)
    return started
  })
  const results = await Promise.allSettled(starts)
  const failure = results.find((result) => result.status === 'rejected')
  if (failure) throw failure.reason
  return results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
}

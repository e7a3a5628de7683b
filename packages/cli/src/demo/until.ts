import { setTimeout } from 'node:timers/promises'
import { CliError } from '../cli-error.ts'

const TIMEOUT_MS = 20_000
const INTERVAL_MS = 20

/**
 * Asks again and again until `condition` holds. One that throws has not held yet: servers that are
 * still finding each other refuse a lot.
 *
 * @throws {@link CliError} INTERRUPTED when `signal` is aborted; DEMO_FAILED when it takes too long
 */
export async function until(
  what: string,
  signal: AbortSignal,
  condition: () => Promise<boolean>,
): Promise<void> {
  const deadline = performance.now() + TIMEOUT_MS
  let reason: unknown
  while (performance.now() < deadline) {
    throwIfInterrupted(signal)
    try {
      if (await condition()) return
    } catch (error) {
      reason = error
    }
    await setTimeout(INTERVAL_MS)
  }
  const last = reason instanceof Error ? `: ${reason.message}` : ''
  throw new CliError(
    'DEMO_FAILED',
    `after ${TIMEOUT_MS / 1000} s it is not so that ${what}${last}`,
    {
      hint: 'run the demo again; a machine that is busy with other things may be too slow for it',
    },
  )
}

/** @throws {@link CliError} INTERRUPTED when `signal` is aborted */
export function throwIfInterrupted(signal: AbortSignal): void {
  if (signal.aborted) throw new CliError('INTERRUPTED', 'interrupted')
}

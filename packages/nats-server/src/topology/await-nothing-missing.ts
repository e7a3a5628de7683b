import { waitFor } from '../launch/wait-for.ts'
import { NatsServerError } from '../nats-server-error.ts'

const INTERVAL_MS = 25
const MAX_NAMED = 5

/**
 * Waits until nothing is missing any more.
 *
 * @param missing gives what is still missing, a few words each
 * @throws {@link NatsServerError} TOPOLOGY_NOT_READY, which names what was missing to the end
 */
export async function awaitNothingMissing(
  missing: () => Promise<readonly string[]>,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  let last: readonly string[] = []
  const look = async (): Promise<true | undefined> => {
    last = await missing()
    return last.length === 0 ? true : undefined
  }
  if (await waitFor(look, { timeoutMs, intervalMs: INTERVAL_MS, signal })) return

  const named = last.slice(0, MAX_NAMED).join(', ')
  const more = last.length > MAX_NAMED ? ` and ${last.length - MAX_NAMED} more` : ''
  throw new NatsServerError(
    'TOPOLOGY_NOT_READY',
    `the servers were not joined within ${timeoutMs} ms: ${named}${more}`,
    { hint: 'raise timeoutMs on a machine that is slow or busy' },
  )
}

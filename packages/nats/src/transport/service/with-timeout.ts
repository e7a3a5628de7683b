/**
 * Runs `work` with a signal that is aborted after `timeoutMs`, or with `signal`; undefined if it is
 * not done by then. It never rejects unless `work` does.
 */
export async function withTimeout<T>(
  signal: AbortSignal,
  timeoutMs: number,
  work: (limited: AbortSignal) => Promise<T>,
): Promise<T | undefined> {
  const late = new AbortController()
  const { promise: timedOut, resolve } = Promise.withResolvers<undefined>()
  const timer = setTimeout(() => {
    late.abort(new DOMException('the handler has no more time', 'TimeoutError'))
    resolve(undefined)
  }, timeoutMs)
  try {
    return await Promise.race([work(AbortSignal.any([signal, late.signal])), timedOut])
  } finally {
    clearTimeout(timer)
  }
}

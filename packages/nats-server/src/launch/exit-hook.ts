const cleanups = new Set<() => void>()

/**
 * Runs `cleanup` when this process exits; the function it gives back takes that back.
 *
 * One listener serves all, since Node warns about the eleventh. It does not run when the process is
 * killed by a signal: that is what the guard is for.
 */
export function onProcessExit(cleanup: () => void): () => void {
  if (cleanups.size === 0) process.on('exit', runAll)
  cleanups.add(cleanup)

  return () => {
    cleanups.delete(cleanup)
    if (cleanups.size === 0) process.off('exit', runAll)
  }
}

function runAll(): void {
  for (const cleanup of cleanups) cleanup()
}

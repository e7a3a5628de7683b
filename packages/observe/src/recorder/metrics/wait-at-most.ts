/** Waits until all of `work` is done, and no longer than `timeoutMs`. */
export async function waitAtMost(timeoutMs: number, work: readonly Promise<void>[]): Promise<void> {
  if (work.length === 0) return

  let timer: ReturnType<typeof setTimeout> | undefined
  const timeout = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, timeoutMs)
  })
  await Promise.race([Promise.all(work), timeout])
  clearTimeout(timer)
}

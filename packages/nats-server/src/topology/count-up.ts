/**
 * Tells how many of so many servers are up, whenever one more is; the same server again is no more.
 */
export function countUp(total: number, onProgress: (line: string) => void): (name: string) => void {
  const up = new Set<string>()
  return (name) => {
    if (up.has(name)) return
    up.add(name)
    onProgress(`${up.size} of ${total} servers up`)
  }
}

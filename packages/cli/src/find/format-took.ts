/** How long something took, in three digits: `41 µs`, `3.2 ms`, `283 ms`, `1.24 s`. */
export function formatTook(ms: number): string {
  if (ms < 0.9995) return `${Math.round(ms * 1000)} µs`
  if (ms < 9.95) return `${ms.toFixed(1)} ms`
  if (ms < 999.5) return `${Math.round(ms)} ms`
  return `${(ms / 1000).toFixed(2)} s`
}

/** A time of a link for people: `1.20 ms`, or `3.10 ms ±0.42 ms` when it may be off by so much. */
export function formatLatency(latencyMs: number, uncertaintyMs = 0): string {
  const time = `${latencyMs.toFixed(2)} ms`
  return uncertaintyMs === 0 ? time : `${time} ±${uncertaintyMs.toFixed(2)} ms`
}

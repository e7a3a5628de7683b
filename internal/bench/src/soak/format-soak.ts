import { growthOf, type MemoryMark } from './memory.ts'
import type { SoakMode } from './soak.ts'

/** What a process holds after so many messages, in a line. */
export function formatMark(mode: SoakMode, mark: MemoryMark): string {
  const { messages, heapBytes, externalBytes, rssBytes } = mark
  const held = `heap ${megabytes(heapBytes)}, buffers ${megabytes(externalBytes)}`
  return `${mode}: ${messages} messages: ${held}, rss ${megabytes(rssBytes)}\n`
}

/** Whether memory grew from the first mark to the last, in a line. */
export function formatGrowth(mode: SoakMode, marks: readonly MemoryMark[]): string {
  const { liveBytes, rssBytes, isGrowing } = growthOf(marks)
  const verdict = isGrowing ? 'GROWS' : 'flat'
  return `${mode}: ${verdict}: live ${megabytes(liveBytes)}, rss ${megabytes(rssBytes)} more\n`
}

function megabytes(bytes: number): string {
  return `${(bytes / 1024 ** 2).toFixed(1)} MiB`
}

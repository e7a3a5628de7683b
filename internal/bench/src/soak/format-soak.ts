import { growthOf, type MemoryMark } from './memory.ts'
import { type SoakMode } from './soak.ts'

/** A line a mark, and one that says whether memory grew. */
export function formatSoak(mode: SoakMode, marks: readonly MemoryMark[]): string {
  const lines = marks.map(({ messages, heapBytes, externalBytes, rssBytes }) => {
    const held = `heap ${megabytes(heapBytes)}, buffers ${megabytes(externalBytes)}`
    return `${mode}: ${messages} messages: ${held}, rss ${megabytes(rssBytes)}\n`
  })
  const { liveBytes, rssBytes, isGrowing } = growthOf(marks)
  const verdict = isGrowing ? 'GROWS' : 'flat'
  const grown = `live ${megabytes(liveBytes)}, rss ${megabytes(rssBytes)} more`
  return `${lines.join('')}${mode}: ${verdict}: ${grown}\n`
}

function megabytes(bytes: number): string {
  return `${(bytes / 1024 ** 2).toFixed(1)} MiB`
}

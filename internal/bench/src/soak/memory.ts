import { setTimeout as sleep } from 'node:timers/promises'

/** What a process holds after so many messages. */
export interface MemoryMark {
  readonly messages: number
  /** Bytes of JavaScript objects that are reachable. */
  readonly heapBytes: number
  /** Bytes of buffers outside of the heap. */
  readonly externalBytes: number
  /** Bytes of the process, with what its allocator keeps. */
  readonly rssBytes: number
}

/** Collects all garbage, if node was started with `--expose-gc`, and measures what is left. */
export async function markMemory(messages: number): Promise<MemoryMark> {
  // Weak references and finalizers take a turn of their own each.
  for (let turn = 0; turn < 3; turn++) {
    globalThis.gc?.()
    await sleep(50)
  }
  const { heapUsed, external, rss } = process.memoryUsage()
  return { messages, heapBytes: heapUsed, externalBytes: external, rssBytes: rss }
}

/** How much more the last mark has than the first. */
export interface Growth {
  /** Of the heap and of buffers. */
  readonly liveBytes: number
  readonly rssBytes: number
  readonly isGrowing: boolean
}

/** Compares the last mark with the first, which is to be one of a process that is warm. */
export function growthOf(marks: readonly MemoryMark[]): Growth {
  const [first] = marks
  const last = marks.at(-1)
  if (first === undefined || last === undefined) throw new RangeError('there are no marks')

  const liveBytes = last.heapBytes + last.externalBytes - first.heapBytes - first.externalBytes
  const rssBytes = last.rssBytes - first.rssBytes
  return {
    liveBytes,
    rssBytes,
    isGrowing: liveBytes > MAX_LIVE_GROWTH || rssBytes > MAX_RSS_GROWTH,
  }
}

// Code that is optimized later and caches that fill up: in ten million messages a leak of one byte
// a message is more.
const MAX_LIVE_GROWTH = 8 * 1024 ** 2
// The young generation may still grow to its full size, and an allocator does not give back all.
const MAX_RSS_GROWTH = 96 * 1024 ** 2

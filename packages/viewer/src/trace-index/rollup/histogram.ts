/**
 * Counts durations in buckets whose bounds grow by 8 %: what is told of them is within 4 % of the truth.
 *
 * Buckets that counted nothing take no room.
 */
export class Histogram {
  readonly #counts = new Map<number, number>()

  /** Counts a duration, in nanoseconds; or as many of it as `count` says. */
  add(durationNs: number, count = 1): void {
    const bucket = bucketOf(durationNs)
    this.#counts.set(bucket, (this.#counts.get(bucket) ?? 0) + count)
  }

  /** Adds what another has counted. */
  merge(other: Histogram): void {
    for (const [bucket, count] of other.#counts) {
      this.#counts.set(bucket, (this.#counts.get(bucket) ?? 0) + count)
    }
  }

  /** The duration below which that part of all lies, 0 to 1, in nanoseconds; 0 when nothing was counted. */
  quantile(part: number): number {
    const buckets = [...this.#counts].toSorted(([one], [other]) => one - other)
    const total = buckets.reduce((sum, [, count]) => sum + count, 0)
    let rank = Math.ceil(total * part)
    for (const [bucket, count] of buckets) {
      rank -= count
      if (rank <= 0) return middleOf(bucket)
    }
    return 0
  }

  /** Pairs of numbers: how far a bucket is from the one before, and its count; each in base 128. */
  encode(): Uint8Array {
    const bytes: number[] = []
    let before = 0
    for (const bucket of Uint32Array.from(this.#counts.keys()).toSorted()) {
      writeNumber(bytes, bucket - before)
      writeNumber(bytes, this.#counts.get(bucket) ?? 0)
      before = bucket
    }
    return Uint8Array.from(bytes)
  }

  static decode(bytes: Uint8Array): Histogram {
    const histogram = new Histogram()
    let bucket = 0
    let at = 0
    while (at < bytes.length) {
      const [distance, afterDistance] = readNumber(bytes, at)
      const [count, afterCount] = readNumber(bytes, afterDistance)
      bucket += distance
      histogram.#counts.set(bucket, count)
      at = afterCount
    }
    return histogram
  }
}

const GROWTH = 1.08
const LOG_GROWTH = Math.log(GROWTH)

// Bucket 0 is for less than a nanosecond; the others begin with 1, GROWTH, GROWTH², …
function bucketOf(durationNs: number): number {
  return durationNs < 1 ? 0 : 1 + Math.floor(Math.log(durationNs) / LOG_GROWTH)
}

function middleOf(bucket: number): number {
  if (bucket === 0) return 0
  const low = GROWTH ** (bucket - 1)
  // The value that is off by the same part from both bounds.
  return (2 * low * GROWTH) / (1 + GROWTH)
}

function writeNumber(bytes: number[], value: number): void {
  let rest = value
  while (rest >= 128) {
    bytes.push((rest % 128) + 128)
    rest = Math.floor(rest / 128)
  }
  bytes.push(rest)
}

function readNumber(bytes: Uint8Array, start: number): readonly [value: number, next: number] {
  let value = 0
  let scale = 1
  let at = start
  for (; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0
    value += (byte % 128) * scale
    scale *= 128
    if (byte < 128) break
  }
  return [value, at + 1]
}

import { formatMs } from '../format/duration.ts'

/** What the chart shows. */
export interface ScatterExtent {
  readonly fromMs: number
  readonly toMs: number
  /** Durations: round ones around what there is, ten times apart at the least. */
  readonly lowMs: number
  readonly highMs: number
}

/** A line across the chart and its name. */
export interface Tick {
  /** Between 0 and 1. */
  readonly at: number
  readonly label: string
}

/** The extent of points; with a range given, that range. */
export function extentOf(
  points: readonly { readonly startMs: number; readonly durationMs: number }[],
  from: number | undefined,
  to: number | undefined,
): ScatterExtent {
  let [first, last, low, high] = [Infinity, -Infinity, Infinity, 0]
  for (const { startMs, durationMs } of points) {
    first = Math.min(first, startMs)
    last = Math.max(last, startMs)
    low = Math.min(low, Math.max(durationMs, 0.01))
    high = Math.max(high, durationMs)
  }
  // Points that are all at one moment still need some width.
  const fromMs = from ?? Math.min(first, last - 1000)
  const toMs = Math.max(to ?? last, fromMs + 1)

  return {
    fromMs,
    toMs,
    lowMs: roundDown(low === Infinity ? 1 : low * 0.9),
    highMs: 1 / roundDown(1 / Math.max(high * 1.05, low * 10, 1)),
  }
}

/** 1, 2 or 5 times a power of ten. */
function roundDown(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value) + 1e-9)
  const lead = value / power
  return power * (lead >= 5 ? 5 : lead >= 2 ? 2 : 1)
}

/** Where a moment is, 0 at the begin and 1 at the end. */
export function xOf(ms: number, { fromMs, toMs }: ScatterExtent): number {
  return (ms - fromMs) / (toMs - fromMs)
}

/** The moment at `x`. */
export function momentAt(x: number, { fromMs, toMs }: ScatterExtent): number {
  return fromMs + Math.max(0, Math.min(1, x)) * (toMs - fromMs)
}

/** Where a duration is by its logarithm, 0 for the shortest and 1 for the longest. */
export function yOf(durationMs: number, { lowMs, highMs }: ScatterExtent): number {
  const share = Math.log(Math.max(durationMs, lowMs) / lowMs) / Math.log(highMs / lowMs)
  return Math.max(0, Math.min(1, share))
}

/** Powers of ten, four at the most. */
export function durationTicks(extent: ScatterExtent): readonly Tick[] {
  const first = Math.ceil(Math.log10(extent.lowMs) - 1e-9)
  const last = Math.floor(Math.log10(extent.highMs) + 1e-9)
  const step = Math.max(1, Math.ceil((last - first) / 3))
  return Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, index) => {
    const ms = 10 ** (first + index * step)
    return { at: yOf(ms, extent), label: formatMs(ms) }
  })
}

/** Round moments, where the reader is; `maxCount` at the most. */
export function timeTicks(extent: ScatterExtent, maxCount: number): readonly Tick[] {
  const spanMs = extent.toMs - extent.fromMs
  const stepMs = STEPS_MS.find((step) => spanMs / step <= maxCount) ?? 30 * 86_400_000
  const offsetMs = new Date(extent.fromMs).getTimezoneOffset() * 60_000
  const firstMs = Math.ceil((extent.fromMs - offsetMs) / stepMs) * stepMs + offsetMs
  const count = Math.max(0, Math.floor((extent.toMs - firstMs) / stepMs) + 1)

  return Array.from({ length: count }, (_, index) => {
    const ms = firstMs + index * stepMs
    return { at: xOf(ms, extent), label: tickLabel(ms, stepMs) }
  })
}

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const STEPS_MS: readonly number[] = [
  ...[1, 2, 5, 10, 30].map((n) => n * SECOND),
  ...[1, 2, 5, 10, 30].map((n) => n * MINUTE),
  ...[1, 3, 6, 12].map((n) => n * HOUR),
  ...[1, 2, 7, 14].map((n) => n * DAY),
]

function tickLabel(ms: number, stepMs: number): string {
  const date = new Date(ms)
  const two = (value: number): string => String(value).padStart(2, '0')
  if (stepMs >= DAY) return `${two(date.getMonth() + 1)}-${two(date.getDate())}`
  const time = `${two(date.getHours())}:${two(date.getMinutes())}`

  return stepMs < MINUTE ? `${time}:${two(date.getSeconds())}` : time
}

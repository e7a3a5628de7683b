/** The part of a trace's time that is on the screen; nanoseconds since its begin. */
export interface TimeWindow {
  readonly fromNs: number
  readonly toNs: number
}

/** The least that the screen may show: below it, nothing is told apart. */
const MIN_WINDOW_NS = 1000

/** The whole of a trace; a trace without length is given a microsecond. */
export function wholeTrace(durationNs: number): TimeWindow {
  return { fromNs: 0, toNs: Math.max(durationNs, MIN_WINDOW_NS) }
}

/** Makes the window `factor` times as long, so that `aroundNs` stays where it is on the screen. */
export function zoom(
  window: TimeWindow,
  factor: number,
  aroundNs: number,
  durationNs: number,
): TimeWindow {
  const whole = wholeTrace(durationNs)
  const length = clamp((window.toNs - window.fromNs) * factor, MIN_WINDOW_NS, whole.toNs)
  const part = (aroundNs - window.fromNs) / (window.toNs - window.fromNs)
  return within({ fromNs: aroundNs - part * length, toNs: aroundNs + (1 - part) * length }, whole)
}

/** Moves the window by a part of its length, no further than the trace goes. */
export function pan(window: TimeWindow, part: number, durationNs: number): TimeWindow {
  const byNs = (window.toNs - window.fromNs) * part
  return within({ fromNs: window.fromNs + byNs, toNs: window.toNs + byNs }, wholeTrace(durationNs))
}

/** The window between two times in either order, not below the least length. */
export function windowBetween(aNs: number, bNs: number, durationNs: number): TimeWindow {
  const whole = wholeTrace(durationNs)
  const fromNs = clamp(Math.min(aNs, bNs), 0, whole.toNs)
  const toNs = clamp(Math.max(aNs, bNs), 0, whole.toNs)
  if (toNs - fromNs >= MIN_WINDOW_NS) return { fromNs, toNs }
  return within({ fromNs, toNs: fromNs + MIN_WINDOW_NS }, whole)
}

/** Whether the window shows the whole trace. */
export function isWhole(window: TimeWindow, durationNs: number): boolean {
  return window.fromNs <= 0 && window.toNs >= wholeTrace(durationNs).toNs
}

/** Round times of the window, `count` at the most or so. */
export function timeTicks({ fromNs, toNs }: TimeWindow, count: number): readonly number[] {
  const step = roundUp((toNs - fromNs) / Math.max(1, count))
  const first = Math.ceil(fromNs / step) * step
  const length = Math.max(0, Math.floor((toNs - first) / step) + 1)
  return Array.from({ length }, (_, index) => first + index * step)
}

function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value))
  return ([1, 2, 5].find((each) => each * power >= value) ?? 10) * power
}

function within({ fromNs, toNs }: TimeWindow, whole: TimeWindow): TimeWindow {
  const length = Math.min(toNs - fromNs, whole.toNs)
  const from = clamp(fromNs, 0, whole.toNs - length)
  return { fromNs: from, toNs: from + length }
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value))
}

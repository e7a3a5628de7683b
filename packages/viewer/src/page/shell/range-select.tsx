import type { VNode } from 'preact'
import { formatMoment } from '../format/time.ts'
import { setParams, useLocation } from '../router/location.ts'
import { rangeOf, RELATIVE_RANGES, toEpochMs } from '../router/time-range.ts'

/** The time range of the page, kept in its address. */
export function RangeSelect(): VNode {
  const range = rangeOf(useLocation().params)
  const isRelative =
    range.to === undefined && RELATIVE_RANGES.some(([from]) => from === (range.from ?? ''))
  const value = isRelative ? (range.from ?? '') : 'custom'

  return (
    <select
      class="select"
      aria-label="time range"
      value={value}
      onChange={({ currentTarget }) =>
        setParams({ from: currentTarget.value, to: undefined, before: undefined }, { push: true })
      }
    >
      {!isRelative && (
        <option value="custom" selected>
          {describe(range.from, range.to)}
        </option>
      )}
      {RELATIVE_RANGES.map(([from, label]) => (
        <option key={from} value={from} selected={from === value}>
          {label}
        </option>
      ))}
    </select>
  )
}

function describe(from: string | undefined, to: string | undefined): string {
  const nowMs = Date.now()
  const start = toEpochMs(from, nowMs)
  const end = toEpochMs(to, nowMs)
  const text = (ms: number): string => formatMoment(ms, nowMs)
  if (start !== undefined && end !== undefined) return `${text(start)} – ${text(end)}`
  if (start !== undefined) return `since ${text(start)}`

  return end === undefined ? 'All time' : `until ${text(end)}`
}

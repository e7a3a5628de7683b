import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { anySpans } from '../../test/any-spans.ts'
import { ROW_ROLES, type TraceView } from '../api/trace-view.ts'
import { layoutTopology } from '../topology/layout-topology.ts'
import { summarizeTrace } from './summarize-trace.ts'
import { toTraceEvents } from './trace-events.ts'
import { toJourneyView } from './to-journey-view.ts'
import { toSpanDetail } from './span-detail.ts'
import { toTraceMap } from './to-trace-map.ts'
import { toTraceView } from './to-trace-view.ts'

test('any spans make rows of which each comes after the one above', () => {
  fc.assert(
    fc.property(anySpans(), (spans) => {
      const { rows, strings } = toTraceView(spans)
      const count = rows.parents.length

      expect(rows.spanIds).toMatch(new RegExp(`^[0-9a-f]{${16 * count}}$`))
      expect(rows.parents.filter((parent, row) => parent < -1 || parent >= row)).toEqual([])
      expect(lengthsOf(rows)).toEqual(Array.from({ length: 8 }, () => count))
      expect(rows.roles.filter((role) => ROW_ROLES[role] === undefined)).toEqual([])
      expect([...rows.starts, ...rows.durations].filter((time) => !isTime(time))).toEqual([])
      expect(indexesOf(rows).filter((index) => strings[index] === undefined)).toEqual([])
    }),
  )
})

test('the shares of time of any spans add up to the whole', () => {
  fc.assert(
    fc.property(anySpans(), (spans) => {
      const { time, durationNs } = toTraceView(spans)

      expect(time.reduce((sum, share) => sum + share.durationNs, 0)).toBe(durationNs)
    }),
  )
})

test('the critical path of any spans goes forward, inside of the trace and of its rows', () => {
  fc.assert(
    fc.property(anySpans(), (spans) => {
      const { criticalPath, durationNs, rows } = toTraceView(spans)
      const bounds = criticalPath.flatMap(({ startNs, endNs }) => [startNs, endNs])

      expect(bounds).toEqual(bounds.toSorted((a, b) => a - b))
      expect(bounds.filter((at) => at < 0 || at > durationNs)).toEqual([])
      expect(criticalPath.filter((stretch) => !isWithinRow(rows, stretch))).toEqual([])
    }),
  )
})

test('gaps of any spans are never negative, and end with the row that they are named for', () => {
  fc.assert(
    fc.property(anySpans(), (spans) => {
      const { gaps, rows } = toTraceView(spans)

      expect(gaps.filter((gap) => gap.durationNs < 0)).toEqual([])
      expect(gaps.map((gap) => gap.startNs + gap.durationNs)).toEqual(
        gaps.map((gap) => rows.starts[gap.row]),
      )
    }),
  )
})

test('every view of any spans is the same for the same spans, and is JSON', () => {
  fc.assert(
    fc.property(anySpans(), (spans) => {
      const views = [toTraceView(spans), toJourneyView(spans), toTraceMap(spans)]
      const more = [
        summarizeTrace(spans),
        toTraceEvents(spans),
        spans.map((at) => toSpanDetail(at)),
      ]

      expect(JSON.parse(JSON.stringify([views, more]))).toEqual([views, more])
      expect([toTraceView(spans), toJourneyView(spans), toTraceMap(spans)]).toEqual(views)
    }),
  )
})

test('the views of one trace speak of the same rows', () => {
  fc.assert(
    fc.property(anySpans(), fc.nat(20), (spans, maxRows) => {
      const { rows } = toTraceView(spans, { maxRows })
      const { messages } = toJourneyView(spans, { maxRows })
      const { steps } = toTraceMap(spans, { maxRows })
      const named = [
        ...messages.flatMap(({ row, hops, stores }) => [
          row,
          ...[...hops, ...stores].map((at) => at.row),
        ]),
        ...steps.map(({ row }) => row),
      ]

      expect(named.filter((row) => row < -1 || row >= rows.parents.length)).toEqual([])
      expect(rows.parents.length).toBeLessThanOrEqual(maxRows)
    }),
  )
})

test('the map of any spans has a place for everything that it shows', () => {
  fc.assert(
    fc.property(anySpans(), (spans) => {
      const map = toTraceMap(spans)
      const { servers } = layoutTopology(map, { width: 800, height: 600 })

      expect(servers.map(({ name }) => name).toSorted()).toEqual(
        map.servers.map(({ name }) => name),
      )
    }),
  )
})

function lengthsOf(rows: TraceView['rows']): readonly number[] {
  const { spanIds: _, ...columns } = rows
  return Object.values(columns).map((column) => column.length)
}

function indexesOf({ names, services, details }: TraceView['rows']): readonly number[] {
  return [...names, ...services, ...details]
}

function isTime(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0
}

function isWithinRow(
  { starts, durations }: TraceView['rows'],
  { row, startNs, endNs }: TraceView['criticalPath'][number],
): boolean {
  const start = starts[row] ?? Number.NaN
  return startNs >= start && endNs <= start + (durations[row] ?? 0)
}

import type { ParamChange } from '../router/params.ts'
import type { TimeWindow } from './model/time-window.ts'

/** The views of a trace, in the order of their keys 1 to 6. */
export const TRACE_VIEWS = ['waterfall', 'journey', 'map', 'table', 'events', 'json'] as const

export type TraceViewName = (typeof TRACE_VIEWS)[number]

/** Everything that the reader has chosen on the page of a trace, all of which a link carries. */
export interface TraceState {
  readonly view: TraceViewName
  /** The selected span; absent for none. */
  readonly spanId?: string
  /** What the panel of the selected span shows; absent for its overview. */
  readonly tab?: string
  /** What is looked for in the trace; empty for nothing. */
  readonly filter: string
  /** Hide what the filter does not find, rather than only make it faint. */
  readonly isFilterHiding: boolean
  /** The span whose subtree alone is shown. */
  readonly focusId?: string
  readonly collapse: Selection
  /** Groups of rows that are not as they are by default. */
  readonly toggledGroups: readonly string[]
  /** Whether runs of hops are one row; absent for as it is best for the trace. */
  readonly foldsHops?: boolean
  /** The part of the time that is shown; absent for all. */
  readonly window?: TimeWindow
  readonly showsCritical: boolean
}

/** Some rows by their span ids, or all but some. */
export interface Selection {
  readonly isAll: boolean
  /** The selected ones, or those left out of all. */
  readonly ids: readonly string[]
}

/** A link with more ids than this is too long to be one. */
const MAX_IDS = 64

/** Reads the state from the parameters of the page; what makes no sense is as if it were not there. */
export function parseTraceState(params: URLSearchParams): TraceState {
  const view = TRACE_VIEWS.find((name) => name === params.get('view')) ?? 'waterfall'
  const spanId = spanIdIn(params.get('span'))
  const focusId = spanIdIn(params.get('focus'))
  const tab = params.get('tab')
  const hops = params.get('hops')
  const window = parseWindow(params.get('w'))
  const collapsed = params.get('c')?.split(',') ?? []
  return {
    view,
    ...(spanId === undefined ? {} : { spanId }),
    ...(tab === null ? {} : { tab }),
    filter: params.get('find') ?? '',
    isFilterHiding: params.get('hide') === '1',
    ...(focusId === undefined ? {} : { focusId }),
    collapse: { isAll: collapsed[0] === 'all', ids: spanIdsIn(collapsed) },
    toggledGroups: spanIdsIn(params.get('g')?.split(',') ?? []),
    ...(hops === 'fold' || hops === 'open' ? { foldsHops: hops === 'fold' } : {}),
    ...(window === undefined ? {} : { window }),
    showsCritical: params.get('critical') !== '0',
  }
}

/** The parameters that say the same; what is as by default is left out. */
export function formatTraceState(state: TraceState): ParamChange {
  const { view, collapse, window, foldsHops } = state
  return {
    view: view === 'waterfall' ? undefined : view,
    span: state.spanId,
    tab: state.tab,
    find: state.filter,
    hide: state.isFilterHiding ? '1' : undefined,
    focus: state.focusId,
    c: [...(collapse.isAll ? ['all'] : []), ...collapse.ids.slice(0, MAX_IDS)].join(','),
    g: state.toggledGroups.slice(0, MAX_IDS).join(','),
    hops: foldsHops === undefined ? undefined : foldsHops ? 'fold' : 'open',
    w: window && `${Math.round(window.fromNs)}-${Math.round(window.toNs)}`,
    critical: state.showsCritical ? undefined : '0',
  }
}

/** The state without something that it may have. */
export function without(
  state: TraceState,
  key: 'spanId' | 'tab' | 'focusId' | 'window',
): TraceState {
  const rest: { -readonly [K in keyof TraceState]: TraceState[K] } = { ...state }
  delete rest[key]
  return rest
}

/** The state with another span selected, or none. */
export function withSpan(state: TraceState, spanId: string | undefined): TraceState {
  return spanId === undefined ? without(state, 'spanId') : { ...state, spanId }
}

/** Takes one into the selection, or out of it. */
export function toggleSelected({ isAll, ids }: Selection, id: string): Selection {
  return { isAll, ids: toggleId(ids, id) }
}

/** The ids with this one added, or without it if it was there. */
export function toggleId(ids: readonly string[], id: string): readonly string[] {
  return ids.includes(id) ? ids.filter((each) => each !== id) : [...ids, id]
}

const SPAN_ID = /^[0-9a-f]{16}$/

function spanIdIn(text: string | null): string | undefined {
  return text !== null && SPAN_ID.test(text) ? text : undefined
}

function spanIdsIn(texts: readonly string[]): readonly string[] {
  return texts.filter((text) => SPAN_ID.test(text)).slice(0, MAX_IDS)
}

function parseWindow(text: string | null): TimeWindow | undefined {
  const [, from, to] = /^(\d{1,16})-(\d{1,16})$/.exec(text ?? '') ?? []
  if (from === undefined || to === undefined || Number(to) <= Number(from)) return undefined
  return { fromNs: Number(from), toNs: Number(to) }
}

import { expect, test } from 'vitest'
import { changeParams } from '../router/params.ts'
import {
  formatTraceState,
  parseTraceState,
  toggleSelected,
  type TraceState,
} from './trace-state.ts'

test('comes back from a link as it was', () => {
  const state: TraceState = {
    view: 'journey',
    spanId: '00000000000000ab',
    tab: 'links',
    filter: 'orders is:error',
    isFilterHiding: true,
    focusId: '00000000000000cd',
    collapse: { isAll: true, ids: ['00000000000000ef'] },
    toggledGroups: ['0000000000000001', '0000000000000002'],
    foldsHops: false,
    window: { fromNs: 10, toNs: 2000 },
    showsCritical: false,
  }

  expect(parseTraceState(changeParams(new URLSearchParams(), formatTraceState(state)))).toEqual(
    state,
  )
})

test('leaves out of a link what is as by default', () => {
  const params = changeParams(
    new URLSearchParams(),
    formatTraceState(parseTraceState(new URLSearchParams())),
  )

  expect(params.toString()).toBe('')
})

test('takes what makes no sense as if it were not there', () => {
  const nonsense = new URLSearchParams('view=flame&span=xyz&w=9-3&focus=1&hops=maybe&c=a,b')

  expect(parseTraceState(nonsense)).toEqual(parseTraceState(new URLSearchParams()))
})

test('puts no more rows into a link than one can carry', () => {
  const ids = Array.from({ length: 1000 }, (_, index) => index.toString(16).padStart(16, '0'))
  const state = { ...parseTraceState(new URLSearchParams()), collapse: { isAll: false, ids } }

  expect(formatTraceState(state)['c']?.split(',')).toHaveLength(64)
})

test('takes a row into a selection, and out of it again', () => {
  const one = toggleSelected({ isAll: false, ids: [] }, 'a')

  expect(one.ids).toEqual(['a'])
  expect(toggleSelected(one, 'a').ids).toEqual([])
})

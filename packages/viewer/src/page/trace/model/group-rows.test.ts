import { expect, test } from 'vitest'
import { groupRows } from './group-rows.ts'
import { selfTimes } from './self-times.ts'
import { toTraceModel, type TraceModel } from './trace-model.ts'
import { viewOfRows } from './view-of-rows.ts'

test('takes from a row what its children cover, where they overlap once', () => {
  const model = toTraceModel(
    viewOfRows([
      { durationNs: 100 },
      { parent: 0, startNs: 10, durationNs: 40 },
      { parent: 0, startNs: 30, durationNs: 40 },
    ]),
  )

  expect([...selfTimes(model)]).toEqual([40, 40, 40])
})

test('takes nothing for a child that begins after its parent ended', () => {
  const model = toTraceModel(viewOfRows([{ durationNs: 100 }, { startNs: 150, durationNs: 50 }]))

  expect([...selfTimes(model)]).toEqual([100, 50])
})

test('counts spans by service, the most self time first', () => {
  expect(groupRows(order(), 'service')).toEqual([
    {
      name: 'billing',
      count: 2,
      errors: 1,
      totalNs: 130,
      selfNs: 130,
      longestNs: 80,
      longestRow: 2,
    },
    { name: 'shop', count: 1, errors: 0, totalNs: 200, selfNs: 70, longestNs: 200, longestRow: 0 },
  ])
})

test('counts servers and streams apart from services', () => {
  expect(groupRows(order(), 'server').map(({ name }) => name)).toEqual(['n1'])
})

test('tells operations of one name apart by their service', () => {
  expect(groupRows(order(), 'operation').map(({ name }) => name)).toEqual([
    'billing · work',
    'shop · work',
  ])
})

function order(): TraceModel {
  return toTraceModel(
    viewOfRows([
      { durationNs: 200 },
      { parent: 0, service: 'billing', durationNs: 50, flags: ['error'] },
      { parent: 0, service: 'billing', startNs: 60, durationNs: 80 },
      { parent: 2, role: 'hop-route', service: 'n1', startNs: 500, durationNs: 1 },
    ]),
  )
}

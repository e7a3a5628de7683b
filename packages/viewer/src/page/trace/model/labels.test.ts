import { expect, test } from 'vitest'
import { findRow } from './find-row.ts'
import { groupText } from './group-text.ts'
import { jsonText } from './json-text.ts'
import { findRowGroups } from './row-groups.ts'
import { rowLabel } from './row-label.ts'
import { toTraceModel } from './trace-model.ts'
import { viewOfRows } from './view-of-rows.ts'

test('reads a row out with all that its marks say', () => {
  const model = toTraceModel(
    viewOfRows([
      {
        service: 'billing',
        role: 'consumer',
        name: 'process orders.created',
        durationNs: 41e6,
        flags: ['error', 'redelivered'],
        detail: 'attempt 3',
      },
    ]),
  )

  expect(rowLabel(model, 0)).toBe(
    'billing, process orders.created, 41 ms, error, redelivered, attempt 3',
  )
})

test('says what a hop came by, which is a sign on the screen', () => {
  const model = toTraceModel(
    viewOfRows([{ service: 'C1N1', role: 'hop-gateway', name: 'hop C1N1', durationNs: 1e6 }]),
  )

  expect(rowLabel(model, 0)).toBe('C1N1, hop by gateway, hop C1N1, 1 ms')
})

test('tells a run of hops by its servers and how the message came to each', () => {
  const model = toTraceModel(
    viewOfRows([
      { role: 'hop-client', service: 'C3L3', startNs: 0 },
      { role: 'hop-leafnode', service: 'C3N2', startNs: 50 },
      { role: 'hop-route', service: 'C3N3', startNs: 80 },
    ]),
  )

  expect(groupText(model, findRowGroups(model), 0)).toEqual({
    text: 'C3L3 ~~> C3N2 --> C3N3',
    count: '3 servers',
    startNs: 0,
    endNs: 180,
  })
})

test('leaves the middle of a long run out', () => {
  const servers = ['n1', 'n2', 'n3', 'n4', 'n5', 'n6', 'n7', 'n8']
  const model = toTraceModel(viewOfRows(servers.map((service) => ({ role: 'hop-route', service }))))

  expect(groupText(model, findRowGroups(model), 0).text).toBe(
    'n1 --> n2 --> n3 --> n4 --> n5 … --> n8',
  )
})

test('goes on at the other end when it looks for a row', () => {
  const isThird = (row: number): boolean => row === 3

  expect(findRow(5, 4, 1, isThird)).toBe(3)
  expect(findRow(5, -1, -1, isThird)).toBe(3)
  expect(findRow(5, 3, 1, isThird)).toBe(3)
  expect(findRow(5, 0, 1, () => false)).toBeUndefined()
})

test('escapes in JSON what cannot be seen, so that it says the same', () => {
  const value = { name: 'pay\u202Eload\u0007' }
  const text = jsonText(value)

  expect(text).not.toContain('\u202E')
  expect(text).not.toContain('\u0007')
  expect(JSON.parse(text)).toEqual(value)
})

import { expect, test } from 'vitest'
import { CONNECTION_KINDS, kindName } from './connection-kind.ts'

test('names the kinds 0 to 6 of a trace event for people', () => {
  expect(CONNECTION_KINDS.map((kind) => kindName(kind))).toEqual([
    'client',
    'route',
    'gateway',
    'system',
    'leaf node',
    'jetstream',
    'account',
  ])
})

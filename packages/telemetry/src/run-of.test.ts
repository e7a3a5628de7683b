import { expect, test } from 'vitest'
import { runOf } from './run-of.ts'

test.each([
  [{ 'dagnats.run.id': 'a', run_id: 'b' }, 'a'],
  [{ run_id: 'b' }, 'b'],
  [{ 'dagnats.run.id': 7, run_id: 'b' }, 'no-run'],
  [{ run_id: 7 }, 'no-run'],
  [{ run_id: '' }, 'no-run'],
  [{}, 'no-run'],
])(
  'the run of a span with %j is %s',
  (attributes: Readonly<Record<string, string | number>>, run) => {
    expect(runOf((key) => attributes[key])).toBe(run)
  },
)

test('the first DagNats had one attribute for it', () => {
  const attributes: Readonly<Record<string, string>> = { 'dagnats.run.id': 'a' }

  expect(runOf((key) => attributes[key], ['run_id'])).toBe('no-run')
})

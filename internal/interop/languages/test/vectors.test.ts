import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { describeLanguages } from './describe-languages.ts'

const CONTRACT = fileURLToPath(new URL('../../contract/', import.meta.url))

/** Of two lines with the same name, nats-py keeps the last alone. */
const TWO_LINES = [
  'reading-dead-letters: two reasons',
  'reading-names: one spelling that says the same twice',
  'traceparent: twice, and different',
  'traceparent: twice, and equal',
  'writing-dead-letters: with two values of one name',
]
const DIFFERENCES = { go: [], python: TWO_LINES }

describeLanguages('the contract', ({ language, run }) => {
  test('is followed, but for what a client of NATS does not hand over', async () => {
    await using checking = run('vectors', '--dir', CONTRACT)
    await checking.ended()

    const found = checking.linesOf('difference').map(({ file, name }) => `${file}: ${name}`)
    expect(found.toSorted()).toEqual(DIFFERENCES[language])
    expect(checking.linesOf('checked')[0]?.cases).toBeGreaterThan(100)
  })

  test('is really compared with: a case that is false is told', async () => {
    const cases = [{ name: 'false', headers: [['x-error', 'true']], expected: false }]
    using folder = contractWith('error-replies', cases)

    await using checking = run('vectors', '--dir', folder.path)
    await checking.ended()

    expect(checking.linesOf('difference')).toContainEqual({
      type: 'difference',
      file: 'error-replies',
      name: 'false',
      expected: false,
      found: true,
    })
  })

  test("has flags that Go's propagator does not take", async () => {
    const headers = [['traceparent', `00-${'a'.repeat(32)}-${'b'.repeat(16)}-09`]]
    using folder = contractWith('traceparent', [{ name: 'flags', headers, expected: null }])

    await using checking = run('vectors', '--dir', folder.path)
    await checking.ended()

    const found = checking.linesOf('difference').filter(({ name }) => name === 'flags')
    expect(found.map(({ file }) => file)).toEqual(FLAGS_TAKEN[language])
  })
})

const FLAGS_TAKEN = { go: [], python: ['traceparent'] }

/** A copy of the contract in which one file has other cases. */
function contractWith(file: string, cases: readonly unknown[]): Disposable & { path: string } {
  const path = mkdtempSync(join(tmpdir(), 'hopscope-contract-'))
  cpSync(CONTRACT, path, { recursive: true })
  writeFileSync(join(path, `${file}.json`), JSON.stringify({ cases }))
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true }) }
}

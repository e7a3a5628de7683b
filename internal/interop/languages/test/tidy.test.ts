import { expect, test } from 'vitest'
import { execute } from '../src/execute.ts'
import { go, GO_SOURCES } from '../src/go.ts'
import { describeLanguage } from './describe-languages.ts'

describeLanguage(go, 'the program', () => {
  test('is formatted', async () => {
    expect(await execute('gofmt', ['-l', '.'], GO_SOURCES)).toBe('')
  })

  test('has nothing that vet finds', { timeout: 120_000 }, async () => {
    expect(await execute('go', ['vet', './...'], GO_SOURCES)).toBe('')
  })
})

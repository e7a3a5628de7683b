import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { trackedFiles } from './tracked-files.ts'

const DECISIONS = 'docs/decisions'
const ERRORS = 'docs/reference/errors.md'

const decisions = readdirSync(DECISIONS).toSorted()

test('decisions are numbered from 001 without a gap', () => {
  const numbers = decisions.map((_, index) => String(index + 1).padStart(3, '0'))

  expect(decisions.map((file) => file.slice(0, 3))).toEqual(numbers)
})

test.each(decisions)('%s says its context, what was decided and what follows', (file) => {
  expect(headings(join(DECISIONS, file))).toEqual(['Context', 'Decision', 'Consequences'])
})

test(`${ERRORS} lists every error code that a package has, and no other`, () => {
  const codes = errorCodes().map(({ code }) => code)

  expect(new Set(documentedCodes())).toEqual(new Set(codes))
})

test('every error code is used where it is declared', () => {
  const unused = errorCodes().filter(({ code, source }) => source.split(`'${code}'`).length <= 2)

  expect(unused.map(({ code }) => code)).toEqual([])
})

test('every link from one document to a file leads somewhere', () => {
  const broken = relativeLinks().filter(({ target }) => !existsSync(target))

  expect(broken).toEqual([])
})

function headings(file: string): readonly string[] {
  return [...readFileSync(file, 'utf8').matchAll(/^## (.+)$/gm)].map(([, text = '']) => text)
}

interface ErrorCode {
  readonly code: string
  /** All that the package publishes, in one string. */
  readonly source: string
}

const UNION = /export type \w+ErrorCode =((?:[\s|]*'[A-Z\d_]+')*)/g

// A union that is not written as plain strings gives no code, which no document lists.
function errorCodes(): readonly ErrorCode[] {
  return trackedFiles(/^packages\/[\w-]+\/src\/(?!.*\.test\.ts$)/).flatMap((file) => {
    const code = readFileSync(file, 'utf8').replace(/\/\*[^]*?\*\/|\/\/.*/g, '')
    const unions = [...code.matchAll(UNION)]
    if (unions.length === 0) return []

    const source = sourceOf(file.split('/').slice(0, 2).join('/'))
    return unions
      .flatMap(([, union = '']) => union.match(/[A-Z\d_]+/g) ?? ['unreadable'])
      .map((name) => ({ code: name, source }))
  })
}

function sourceOf(folder: string): string {
  return trackedFiles(/(?<!\.test)\.ts$/)
    .filter((file) => file.startsWith(`${folder}/src/`))
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n')
}

function documentedCodes(): readonly string[] {
  const rows = readFileSync(ERRORS, 'utf8').matchAll(/^\|\s*`?([A-Z][A-Z\d_]{3,})`?\s*\|/gm)
  return [...rows].map(([, code = '']) => code)
}

function relativeLinks(): readonly { readonly file: string; readonly target: string }[] {
  return trackedFiles(/\.md$/).flatMap((file) => {
    const prose = readFileSync(file, 'utf8').replace(/^```[^]*?^```/gm, '')
    return [...prose.matchAll(/\]\((?!\w+:|#)([^)\s#]+)/g)].map(([, link = '']) => ({
      file,
      target: join(dirname(file), link),
    }))
  })
}

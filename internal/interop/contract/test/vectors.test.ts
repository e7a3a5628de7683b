import { expect, test } from 'vitest'
import { textOf, vectorFiles } from './vectors.ts'

test('describes every file, and no other', () => {
  const described = textOf('README.md').matchAll(/^\| `(.+?\.json)`/gm)

  expect(new Set(Array.from(described, ([, file]) => file))).toEqual(new Set(vectorFiles()))
})

test.each(vectorFiles())('tells the cases of %s apart', (file) => {
  const { cases }: { readonly cases: readonly unknown[] } = JSON.parse(textOf(file))
  const texts = cases.map((one) => JSON.stringify(one))

  expect(texts.length).toBeGreaterThan(0)
  expect(new Set(texts).size).toBe(texts.length)
})

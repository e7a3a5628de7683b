import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { trackedFiles } from './tracked-files.ts'

test('no files import each other in a circle, not even types', () => {
  expect(circles(importsOfFiles())).toEqual([])
})

test('a circle is found, however long', () => {
  const imports = new Map([
    ['a', ['b', 'd']],
    ['b', ['c']],
    ['c', ['a']],
    ['d', []],
  ])

  expect(circles(imports)).toEqual(['a -> b -> c -> a'])
})

/** The files that each file imports from. */
type Imports = ReadonlyMap<string, readonly string[]>

function importsOfFiles(): Imports {
  const files = trackedFiles().filter((file) => /^(packages|internal)\/.*\.tsx?$/.test(file))
  const known = new Set(files)
  return new Map(files.map((file) => [file, importsOf(file).filter((other) => known.has(other))]))
}

function importsOf(file: string): readonly string[] {
  const statements = readFileSync(file, 'utf8').matchAll(
    /^(?:import|export)\b[^'"]*?from '(\.[^']+)'/gm,
  )
  return Array.from(statements, ([, target = '']) => join(file, '..', target))
}

/** Each circle once, by the way round it. */
function circles(imports: Imports): readonly string[] {
  const found: string[] = []
  const done = new Set<string>()
  const way: string[] = []
  for (const file of imports.keys()) visit(file)
  return found

  function visit(file: string): void {
    const at = way.indexOf(file)
    if (at >= 0) found.push([...way.slice(at), file].join(' -> '))
    if (at >= 0 || done.has(file)) return

    way.push(file)
    for (const other of imports.get(file) ?? []) visit(other)
    way.pop()
    done.add(file)
  }
}

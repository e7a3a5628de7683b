import { readdirSync, readFileSync } from 'node:fs'
import type { Cases, Pair } from './cases.ts'

const FOLDER = new URL('../', import.meta.url)

/** The cases of a file. */
export function casesOf<File extends keyof Cases>(file: File): readonly Cases[File][] {
  const { cases }: { readonly cases: readonly Cases[File][] } = JSON.parse(textOf(file))
  return cases
}

/** Every file of vectors there is. */
export function vectorFiles(): readonly string[] {
  return readdirSync(FOLDER).filter((file) => file.endsWith('.json'))
}

/** A file of the folder, as text. */
export function textOf(file: string): string {
  return readFileSync(new URL(file, FOLDER), 'utf8')
}

/** Headers as a message has them: each spelling once, with its values. */
export function carrier(pairs: readonly Pair[]): ReadonlyMap<string, readonly string[]> {
  const lines = Map.groupBy(pairs, ([name]) => name)
  return new Map(Array.from(lines, ([name, found]) => [name, found.map(([, value]) => value)]))
}

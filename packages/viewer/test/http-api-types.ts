import { readdirSync, readFileSync } from 'node:fs'

/** A field of an interface, and whether it may be absent. */
export interface TypeField {
  readonly name: string
  readonly isOptional: boolean
}

/** The fields of every interface in src/api, by its name; those of the ones it extends are among them. */
export function apiTypes(): ReadonlyMap<string, readonly TypeField[]> {
  const folder = new URL('../src/api/', import.meta.url)
  const sources = readdirSync(folder).map((file) => readFileSync(new URL(file, folder), 'utf8'))
  const found = sources.flatMap((source) => [...source.matchAll(INTERFACE)])
  const own = new Map(found.map(([, name = '', , body = '']) => [name, fieldsOf(body)]))
  return new Map(
    found.map(([, name = '', parent = '']) => [
      name,
      [...(own.get(parent) ?? []), ...(own.get(name) ?? [])],
    ]),
  )
}

// An interface ends where a brace begins a line; fields of objects within it are further in than its own.
const INTERFACE = /^export interface (\w+)(?: extends (\w+))? \{\n(.*?)^\}/gms
const FIELD = /^ {2}readonly (\w+)(\??):/gm

function fieldsOf(body: string): readonly TypeField[] {
  return [...body.matchAll(FIELD)].map(([, name = '', mark]) => ({
    name,
    isOptional: mark === '?',
  }))
}

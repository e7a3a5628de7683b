import { existsSync } from 'node:fs'
import { dirname, relative, resolve } from 'node:path'
import {
  readDeclarationFile,
  type Declaration,
  type DeclarationFile,
  type Origin,
} from './declaration-file.ts'

/** An entry of a package: what `import … from '{specifier}'` reaches. */
export interface Entry {
  /** As a reader writes it, such as `@hopscope/observe/w3c`. */
  readonly specifier: string
  /** The absolute path of its `.d.ts` file. */
  readonly types: string
}

/** The public declarations of one entry, each list sorted by name. */
export interface EntryApi {
  readonly specifier: string
  /** What the entry exports, by the name that a reader imports. */
  readonly exported: readonly (readonly [name: string, declaration: Declaration])[]
  /** Types that the exported ones mention and that no entry of the package exports. */
  readonly reached: readonly Declaration[]
}

interface Place {
  readonly path: string
  readonly name: string
}

/**
 * Finds what each entry of a package lets a reader see.
 *
 * @throws {Error} when a declaration file is missing, which means that the package is not built
 */
export function publicApi(entries: readonly Entry[]): readonly EntryApi[] {
  const files = new Files()
  const exportedOf = new Map(entries.map((entry) => [entry, exportedPlaces(files, entry)]))
  const everyExported = new Set([...exportedOf.values()].flatMap((places) => places.map(placeKey)))

  return entries.map((entry) => {
    const places = exportedOf.get(entry) ?? []
    const exported = places.flatMap(({ alias, ...place }) => {
      const declaration = files.read(place.path).declarations.get(place.name)
      return declaration === undefined ? [] : [[alias, declaration] as const]
    })
    return {
      specifier: entry.specifier,
      exported: exported.toSorted(([a], [b]) => compare(a, b)),
      reached: reachedFrom(files, places, everyExported).toSorted((a, b) =>
        compare(a.name, b.name),
      ),
    }
  })
}

function exportedPlaces(files: Files, { types }: Entry): (Place & { readonly alias: string })[] {
  return [...files.read(types).exports].flatMap(([alias, origin]) => {
    const place = files.find(types, origin)
    return place === undefined ? [] : [{ ...place, alias }]
  })
}

function reachedFrom(
  files: Files,
  roots: readonly Place[],
  everyExported: ReadonlySet<string>,
): Declaration[] {
  const reached = new Map<string, Declaration>()
  const queue = [...roots]
  for (const place of queue) {
    const file = files.read(place.path)
    const text = file.declarations.get(place.name)?.text ?? ''
    for (const { name, isValue } of mentions(text)) {
      const found = files.find(place.path, file.imports.get(name) ?? { name })
      if (found === undefined || everyExported.has(placeKey(found))) continue

      const declaration = files.read(found.path).declarations.get(found.name)
      if (declaration === undefined || (!declaration.isType && !isValue)) continue
      if (reached.has(placeKey(found)) || placeKey(found) === placeKey(place)) continue

      reached.set(placeKey(found), declaration)
      queue.push(found)
    }
  }
  return [...reached.values()]
}

function mentions(text: string): readonly { readonly name: string; readonly isValue: boolean }[] {
  const code = text.replace(/'[^'\n]*'|"[^"\n]*"/g, '')
  return [...code.matchAll(/(typeof )?\b([A-Za-z_$][\w$]*)/g)].map(([, isValue, name = '']) => ({
    name,
    isValue: isValue !== undefined,
  }))
}

/** Declaration files, each read once. */
class Files {
  readonly #read = new Map<string, DeclarationFile>()

  read(path: string): DeclarationFile {
    const known = this.#read.get(path)
    if (known !== undefined) return known
    if (!existsSync(path)) {
      throw new Error(`${relative('.', path)} is missing: run \`npm run build\` first`)
    }

    const file = readDeclarationFile(path)
    this.#read.set(path, file)
    return file
  }

  /** Follows a name to the file that declares it; undefined when that is another package. */
  find(path: string, { name, from }: Origin): Place | undefined {
    if (from === undefined) {
      const file = this.read(path)
      if (file.declarations.has(name)) return { path, name }

      const imported = file.imports.get(name)
      return imported && this.find(path, imported)
    }
    if (!from.startsWith('.')) return undefined

    const target = resolve(dirname(path), from.replace(/\.[jt]s$/, '.d.ts'))
    return this.find(target, this.read(target).exports.get(name) ?? { name })
  }
}

function placeKey({ path, name }: Place): string {
  return `${path}#${name}`
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}

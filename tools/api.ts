// Writes api/<package>.d.ts: what readers of each package can import, so that a change of it shows
// in review. With --check, compares instead. Run `tsc -b` first (`npm run api` does).
import {
  existsSync,
  globSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { publicApi, type Entry, type EntryApi } from './public-api.ts'

interface Manifest {
  readonly name: string
  readonly exports?: Readonly<Record<string, string | { readonly types?: string }>>
}

const API = resolve('api')
const LINES_SHOWN = 30

try {
  process.exitCode = process.argv.includes('--check') ? check() : write()
} catch (error) {
  console.error(`error: ${error instanceof Error ? error.message : String(error)}`)
  process.exitCode = 1
}

function write(): number {
  const wanted = apiFiles()
  mkdirSync(API, { recursive: true })
  for (const stale of staleFiles(wanted)) rmSync(join(API, stale))
  for (const [file, text] of wanted) writeFileSync(join(API, file), text)
  console.log([...wanted.keys()].map((file) => `api/${file}`).join('\n'))
  return 0
}

function check(): number {
  const wanted = apiFiles()
  const problems = [...wanted].flatMap(([file, text]) => {
    const path = join(API, file)
    const differences = changedLines(existsSync(path) ? readFileSync(path, 'utf8') : '', text)
    return differences.length === 0 ? [] : [`api/${file}`, ...differences]
  })
  problems.push(...staleFiles(wanted).map((file) => `api/${file} is of no package`))
  if (problems.length === 0) {
    console.log(`${wanted.size} packages have the public types that api/ says`)
    return 0
  }

  console.error(problems.join('\n'))
  console.error('hint: if the change is meant, run `npm run api` and commit what it writes')
  return 1
}

function apiFiles(): ReadonlyMap<string, string> {
  const folders = globSync('packages/*/package.json').map((file) => dirname(file))
  return new Map(
    folders.toSorted().flatMap((folder) => {
      const entries = entriesOf(resolve(folder))
      if (entries.length === 0) return []
      return [[`${basename(folder)}.d.ts`, render(publicApi(entries))] as const]
    }),
  )
}

function entriesOf(folder: string): readonly Entry[] {
  const manifest: Manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  return Object.entries(manifest.exports ?? {}).flatMap(([subpath, target]) => {
    if (typeof target === 'string' || target.types === undefined) return []
    return [{ specifier: manifest.name + subpath.slice(1), types: join(folder, target.types) }]
  })
}

function render(apis: readonly EntryApi[]): string {
  const parts = apis.flatMap(({ specifier, exported, reached }) => [
    `// import … from '${specifier}'`,
    ...exported.map(([alias, { name, text }]) =>
      alias === name ? text : `// as ${alias}\n${text}`,
    ),
    ...(reached.length === 0 ? [] : ['// named above, exported by no entry']),
    ...reached.map(({ text }) => text),
  ])
  return `// Written by \`npm run api\`: the public types, entry by entry.\n\n${parts.join('\n\n')}\n`
}

function staleFiles(wanted: ReadonlyMap<string, string>): readonly string[] {
  if (!existsSync(API)) return []
  return readdirSync(API).filter((file) => file.endsWith('.d.ts') && !wanted.has(file))
}

function changedLines(before: string, after: string): readonly string[] {
  const lines = [
    ...only(before, after).map((l) => `- ${l}`),
    ...only(after, before).map((l) => `+ ${l}`),
  ]
  if (before !== after && lines.length === 0) return ['  the same lines in another order']
  if (lines.length <= LINES_SHOWN) return lines
  return [...lines.slice(0, LINES_SHOWN), `  … and ${lines.length - LINES_SHOWN} more lines`]
}

// The lines that `text` has more often than `other`.
function only(text: string, other: string): readonly string[] {
  const left = new Map<string, number>()
  for (const line of other.split('\n')) left.set(line, (left.get(line) ?? 0) + 1)
  return text.split('\n').filter((line) => {
    const count = left.get(line) ?? 0
    left.set(line, count - 1)
    return count <= 0 && line !== ''
  })
}

// Checks what would be published: one line a package. Run `tsc -b` first.
import { globSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'

interface Manifest {
  readonly name: string
  readonly version: string
  readonly license?: string
  readonly type?: string
  readonly engines?: { readonly node?: string }
  readonly files?: readonly string[]
}

/** What every package says alike; the version is that of the first. */
const LICENSE = 'Apache-2.0'
const NODE = '>=22.15'
/** The source is published too, for source maps; tests and build state are not. */
const FILES = ['dist', 'src', '!src/**/*.test.ts', '!dist/**/*.tsbuildinfo']

const folders = globSync('packages/*/package.json')
  .toSorted()
  .map((file) => resolve(dirname(file)))
const version = folders[0] === undefined ? '' : readManifest(folders[0]).version
let failed = false

for (const folder of folders) {
  const manifest = readManifest(folder)
  const problems = [...manifestProblems(manifest), ...(await publishProblems(folder, manifest))]
  const verdict = problems.length === 0 ? 'ok' : problems.map((line) => `\n  ${line}`).join('')
  console.log(`${manifest.name} ${manifest.version}: ${verdict}`)
  failed ||= problems.length > 0
}
if (failed) {
  console.error('hint: files that do not exist are made by `npm run build`')
  process.exitCode = 1
}

function manifestProblems(manifest: Manifest): readonly string[] {
  const files = new Set(manifest.files)
  const rules: readonly (readonly [broken: boolean, problem: string])[] = [
    [manifest.version !== version, `version is ${manifest.version}, the others have ${version}`],
    [manifest.license !== LICENSE, `license is ${manifest.license}, not ${LICENSE}`],
    [manifest.type !== 'module', `type is ${manifest.type}, not module`],
    [manifest.engines?.node !== NODE, `engines.node is ${manifest.engines?.node}, not ${NODE}`],
    ...FILES.map((item) => [!files.has(item), `files lacks ${item}`] as const),
  ]
  return rules.filter(([broken]) => broken).map(([, problem]) => problem)
}

async function publishProblems(folder: string, manifest: Manifest): Promise<readonly string[]> {
  const { messages } = await publint({ pkgDir: folder, strict: true })
  return messages.map(
    (message) => formatMessage(message, { ...manifest }, { color: false }) ?? message.code,
  )
}

function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
}

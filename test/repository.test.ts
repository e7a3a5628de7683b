import { existsSync, globSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname } from 'node:path'
import { expect, test } from 'vitest'
import { trackedFiles } from './tracked-files.ts'

/** Which package may depend on which: arrows go down only. */
const ARROWS: Readonly<Record<string, readonly string[]>> = {
  hopscope: [
    '@hopscope/nats',
    '@hopscope/nats-server',
    '@hopscope/observe',
    '@hopscope/path',
    '@hopscope/telemetry',
    '@hopscope/viewer',
  ],
  '@hopscope/nats': ['@hopscope/observe'],
  '@hopscope/nats-server': [],
  '@hopscope/nestjs': ['@hopscope/nats', '@hopscope/observe'],
  '@hopscope/observe': [],
  '@hopscope/path': ['@hopscope/observe'],
  '@hopscope/telemetry': ['@hopscope/observe', '@hopscope/path'],
  '@hopscope/viewer': ['@hopscope/observe', '@hopscope/path', '@hopscope/telemetry'],
}

const packages = readPackages()

test.each(packages)('$name has a README, our license and our range of Node', (pkg) => {
  expect(existsSync(`${pkg.folder}/README.md`)).toBe(true)
  expect(pkg.manifest.license).toBe('Apache-2.0')
  expect(pkg.manifest.engines).toEqual({ node: '>=22.15' })
})

test('all packages have one version', () => {
  const versions = packages.map(({ manifest }) => manifest.version)

  expect(new Set(versions)).toEqual(new Set([versions[0]]))
})

test('every package has its place among the arrows', () => {
  expect(packages.map(({ name }) => name).toSorted()).toEqual(Object.keys(ARROWS).toSorted())
})

test.each(packages)('$name depends on no package of ours but those below it', (pkg) => {
  expect(ARROWS[pkg.name]).toEqual(expect.arrayContaining([...ourDependencies(pkg)]))
})

test.each(packages)('the source of $name imports only what its package.json depends on', (pkg) => {
  const dependencies = [...ourDependencies(pkg)]

  expect(ourImports(pkg).filter(({ name }) => !dependencies.includes(name))).toEqual([])
})

test.each(packages)('tsc -b builds $name after what it depends on', (pkg) => {
  const references = ourDependencies(pkg).map((name) => `../${folderName(name)}`)

  expect(projectReferences(`${pkg.folder}/tsconfig.json`)).toEqual(new Set(references))
})

test('tsc -b builds every package', () => {
  const folders = packages.map(({ folder }) => folder)

  expect(projectReferences('tsconfig.json')).toEqual(new Set(folders))
})

test('@hopscope/observe and @hopscope/nats-server bring no package along', () => {
  const bottom = packages.filter(({ name }) => ARROWS[name]?.length === 0)

  expect(bottom.map(({ name }) => name)).toEqual(['@hopscope/nats-server', '@hopscope/observe'])
  expect(bottom.map(({ manifest }) => manifest.dependencies ?? {})).toEqual([{}, {}])
})

test('no file names a folder of the machine it was written on', () => {
  expect(linesMatching(/(?<![\w.-])\/(?:home|Users)\/\w+\//)).toEqual([])
  expect(linesMatching(pathPattern(process.cwd()))).toEqual([])
  expect(linesMatching(pathPattern(`${homedir()}/`))).toEqual([])
})

test('no file names the host of a package registry', () => {
  expect(linesMatching(/(?<!\w)registry\.[\w-]+\.\w{2,}|proxy\.golang\.\w+/)).toEqual([])
})

test('no code has what review refuses and lint does not see', () => {
  const code = /\.(ts|mjs)$/

  expect(linesMatching(/\bas unknown as\b|^export \* |@ts-(ignore|nocheck)/, code)).toEqual([])
  expect(trackedFiles().filter((file) => VAGUE.test(file))).toEqual([])
})

const VAGUE = /\/(utils?|helpers?|types|constants|common|misc)(\/|\.ts$)/

interface Manifest {
  readonly name: string
  readonly version: string
  readonly license?: string
  readonly engines?: Readonly<Record<string, string>>
  readonly dependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
}

interface Package {
  readonly name: string
  readonly folder: string
  readonly manifest: Manifest
}

function readPackages(): readonly Package[] {
  return globSync('packages/*/package.json')
    .toSorted()
    .map((file) => {
      const manifest: Manifest = JSON.parse(readFileSync(file, 'utf8'))
      return { name: manifest.name, folder: dirname(file), manifest }
    })
}

function ourDependencies({ manifest }: Package): readonly string[] {
  const names = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })
  return names.filter((name) => name === 'hopscope' || name.startsWith('@hopscope/'))
}

const OUR_IMPORT = /(?:from|import)[ (]'(hopscope|@hopscope\/[\w-]+)/g

// What is published of a package: tests may also use what is in its devDependencies.
function ourImports({
  folder,
}: Package): readonly { readonly file: string; readonly name: string }[] {
  const sources = trackedFiles(/^(?!.*\.test\.ts$).*\.ts$/).filter((file) =>
    file.startsWith(`${folder}/src/`),
  )
  return sources.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(OUR_IMPORT)].map(([, name = '']) => ({ file, name })),
  )
}

function folderName(name: string): string {
  return name === 'hopscope' ? 'cli' : name.replace('@hopscope/', '')
}

function projectReferences(file: string): ReadonlySet<string> {
  const config: { readonly references?: readonly { readonly path: string }[] } = JSON.parse(
    readFileSync(file, 'utf8'),
  )
  return new Set(config.references?.map(({ path }) => path))
}

function pathPattern(path: string): RegExp {
  return new RegExp(`(?<![\\w.-])${path.replace(/[^\w/]/g, '\\$&')}`)
}

function linesMatching(pattern: RegExp, files: RegExp = /(?<!\.(bin|png|gz))$/): readonly string[] {
  return trackedFiles(files).flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .flatMap((line, at) =>
        pattern.test(line) ? [`${file}:${at + 1}: ${line.slice(0, 120)}`] : [],
      ),
  )
}

import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterEach, expect, test } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'hopscope-api-'))

afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('writes what each entry exports, by name, with the types that it mentions', () => {
  build({
    'index.d.ts': `export { start, type Options as StartOptions } from './start.ts';\n`,
    'start.d.ts': `import { type Unit } from './unit.ts';
/** Not shown: \`export *\`. */
export declare function start(options: Options): void;
export declare function start(name: "a//b"): Other;
export interface Options {
    /** Not shown. */
    readonly unit: Unit;
}
interface Other {
}
interface Never {
}
`,
    'unit.d.ts': `export type Unit = typeof UNITS[number];
declare const UNITS: readonly ['ms', 's'];
`,
  })

  expect(api().stdout).toBe('api/shop.d.ts\n')
  expect(readFileSync(join(folder, 'api/shop.d.ts'), 'utf8')).toMatchInlineSnapshot(`
    "// Written by \`npm run api\`: the public types, entry by entry.

    // import … from 'shop'

    // as StartOptions
    export interface Options {
        readonly unit: Unit;
    }

    export declare function start(options: Options): void;
    export declare function start(name: "a//b"): Other;

    // named above, exported by no entry

    export interface Other {
    }

    // import … from 'shop/unit'

    export type Unit = typeof UNITS[number];

    // named above, exported by no entry

    export declare const UNITS: readonly ['ms', 's'];
    "
  `)
})

test('does not repeat in one entry what another one exports', () => {
  build({
    'index.d.ts': `import { type Unit } from './unit.ts';\nexport type Units = Unit[];\n`,
    'unit.d.ts': `export type Unit = 'ms' | 's';\n`,
  })
  api()

  expect(readFileSync(join(folder, 'api/shop.d.ts'), 'utf8').split('type Unit =')).toHaveLength(2)
})

test('--check is content with what was written', () => {
  build({ 'index.d.ts': 'export declare const a: string;\n' })
  api()

  expect(api('--check')).toMatchObject({ status: 0, stderr: '' })
})

test('--check shows the lines that changed and how to accept them', () => {
  build({ 'index.d.ts': 'export declare const a: string;\nexport declare const b: string;\n' })
  api()
  build({ 'index.d.ts': 'export declare const a: number;\nexport declare const b: string;\n' })

  expect(api('--check')).toMatchObject({ status: 1, stdout: '' })
  expect(api('--check').stderr).toMatchInlineSnapshot(`
    "api/shop.d.ts
    - export declare const a: string;
    + export declare const a: number;
    hint: if the change is meant, run \`npm run api\` and commit what it writes
    "
  `)
})

test('--check finds the file of a package that is no more', () => {
  build({ 'index.d.ts': 'export declare const a: string;\n' })
  api()
  writeFileSync(join(folder, 'api/gone.d.ts'), '')

  expect(api('--check').stderr).toMatch(/^api\/gone\.d\.ts is of no package\n/)
})

test('asks for a build when there is none', () => {
  build({ 'other.d.ts': '' })

  expect(api()).toEqual({
    status: 1,
    stdout: '',
    stderr: 'error: packages/shop/dist/index.d.ts is missing: run `npm run build` first\n',
  })
})

test.each(['export * from "./a.ts";', 'export default a;'])('refuses %s', (line) => {
  build({ 'index.d.ts': `${line}\n` })

  expect(api().stderr).toContain('list the names instead')
})

/** A package called `shop`, with the entries `.` and `./unit`, whose build made these files. */
function build(files: Readonly<Record<string, string>>): void {
  const manifest = {
    name: 'shop',
    exports: {
      '.': { types: './dist/index.d.ts' },
      './unit': { types: './dist/unit.d.ts' },
      './package.json': './package.json',
    },
  }
  write('packages/shop/package.json', JSON.stringify(manifest))
  write('packages/shop/dist/unit.d.ts', 'export {};\n')
  for (const [file, text] of Object.entries(files)) write(`packages/shop/dist/${file}`, text)
}

function write(file: string, text: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true })
  writeFileSync(join(folder, file), text)
}

function api(...args: readonly string[]): {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
} {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [resolve('tools/api.ts'), ...args],
    {
      cwd: folder,
      encoding: 'utf8',
    },
  )
  return { status, stdout, stderr }
}

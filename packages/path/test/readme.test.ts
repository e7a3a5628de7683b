import { startNatsServer } from '@hopscope/nats-server'
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))
const README = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
const BLOCKS = [...README.matchAll(/^```ts\n([^]*?)^```/gm)].map(([, code = '']) => code)

// The blocks of the README are one program, in the order of the page.
const PROGRAM = [...BLOCKS, 'hops.unsubscribe()\nawait connection.close()\n'].join('\n')

test('the examples of the README are correct TypeScript', async () => {
  const folder = programFolder()
  writeFileSync(join(folder, 'program.ts'), PROGRAM)
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(TSCONFIG))
  const { printed, exitCode } = await run(join(ROOT, 'node_modules/.bin/tsc'), ['-p', folder])

  expect(printed).toBe('')
  expect(exitCode).toBe(0)
})

test('the examples of the README do what it says', async () => {
  await using server = await startNatsServer({ name: 'n1', config: TRACED })
  const flags = ['--conditions=@hopscope/source', '--input-type=module-typescript', '-']
  const options = { input: PROGRAM, env: { NATS_URL: server.url } }
  const { printed, exitCode } = await run(process.execPath, flags, options)

  expect(printed).toMatch(/^nobody would get the message\n/)
  expect(printed).toContain('\nSUBJECT_INVALID: "orders.*" is no subject to publish to\nhint: ')
  // What is written to stderr may come before or after it.
  expect(printed).toContain('\ncomplete\n')
  expect(exitCode).toBe(0)
})

const TRACED = `no_auth_user: app
accounts { APP { msg_trace: { dest: "telemetry.hops" }, users: [ { user: app, password: pw } ] } }`

const TSCONFIG = {
  extends: join(ROOT, 'tsconfig.base.json'),
  compilerOptions: {
    composite: false,
    declaration: false,
    declarationMap: false,
    isolatedDeclarations: false,
    tsBuildInfoFile: null,
    noEmit: true,
    allowImportingTsExtensions: true,
  },
  files: ['program.ts'],
}

// Inside the workspace, so that its packages are found.
function programFolder(): string {
  const cache = join(ROOT, 'node_modules/.cache')
  mkdirSync(cache, { recursive: true })
  const folder = mkdtempSync(join(cache, 'hopscope-readme-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

interface Finished {
  /** Both outputs, as they came. */
  readonly printed: string
  readonly exitCode: number | null
}

function run(
  command: string,
  args: readonly string[],
  { input = '', env = {} }: { readonly input?: string; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<Finished> {
  const { promise, resolve } = Promise.withResolvers<Finished>()
  const child = spawn(command, args, { cwd: ROOT, env: { ...process.env, ...env } })
  let printed = ''
  child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (printed += chunk.toString()))
  child.once('close', (exitCode) => resolve({ printed, exitCode }))
  child.stdin.end(input)
  return promise
}

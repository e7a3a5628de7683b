import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readSecret } from './secret.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hopscope-secret-'))
  await writeFile(join(folder, 'secret.txt'), 'from a file\n')
})
afterAll(() => rm(folder, { recursive: true }))

test.each([
  ['plain text', 'plain text'],
  [' with spaces ', ' with spaces '],
  ['op:not-a-reference', 'op:not-a-reference'],
  ['https://also.not', 'https://also.not'],
  ['env://SECRET', 'from a variable'],
  ['data:;base64,ZnJvbSBkYXRh', 'from data'],
  ['data:text/plain;base64,ZnJvbSBkYXRh', 'from data'],
  ['file://~/secret.txt', 'from a file'],
  ['file://$HOME/secret.txt', 'from a file'],
])('text %s is %j', async (reference, secret) => {
  expect(await readSecret('it', reference, { bare: 'text', env: env() })).toBe(secret)
})

test.each(['~/secret.txt', '${HOME}/secret.txt', 'file://~/secret.txt'])(
  'file %s is read',
  async (reference) => {
    expect(await readSecret('it', reference, { bare: 'file', env: env() })).toBe('from a file')
  },
)

test('op:// is asked of op', async () => {
  await program('op', 'echo "$1 $2"')

  expect(await readSecret('it', 'op://vault/item', { bare: 'text', env: env() })).toBe(
    'read op://vault/item',
  )
})

test('nsc:// is the file that nsc names', async () => {
  await program('nsc', `echo '{ "user_creds": "${join(folder, 'secret.txt')}" }'`)

  expect(await readSecret('it', 'nsc://o/a/u', { bare: 'file', env: env() })).toBe('from a file')
})

test('a program that is missing is named', async () => {
  const secret = readSecret('the token', 'op://x/y', {
    bare: 'text',
    env: { PATH: '/nonexistent' },
  })

  await expect(secret).rejects.toMatchObject({
    code: 'CREDENTIALS_INVALID',
    message: 'cannot read the token: op is not installed',
  })
})

test('of a program that fails, what it complains of is told and what it printed is not', async () => {
  await program('op', 'echo s3cret; echo "not signed in" >&2; exit 6')
  const secret = readSecret('the token', 'op://x/y', { bare: 'text', env: env() })

  await expect(secret).rejects.toThrow(
    /^cannot read the token: op failed with exit code 6: not signed in$/,
  )
  expect(JSON.stringify(await secret.catch((error: Error) => error.cause))).not.toContain('s3cret')
})

test.each([
  ['env://MISSING', 'cannot read the token: variable MISSING is not set'],
  ['file:///nonexistent/t', 'cannot read the token: /nonexistent/t does not exist'],
])('%s is missed by name', async (reference, message) => {
  await expect(
    readSecret('the token', reference, { bare: 'text', env: env() }),
  ).rejects.toMatchObject({ code: 'CREDENTIALS_INVALID', message })
})

function env(): Readonly<Record<string, string | undefined>> {
  const PATH = [folder, process.env['PATH']].join(delimiter)
  return { HOME: folder, SECRET: 'from a variable', PATH }
}

async function program(name: string, script: string): Promise<void> {
  await writeFile(join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 })
}

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { Env } from './env.ts'
import { readContext } from './nats-context.ts'

const folders: string[] = []
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))))

test('a context is read by its name', async () => {
  const env = await config({
    'context/prod.json': '{"url": "nats://a", "user": "", "tls_first": true}',
  })

  expect(await readContext('prod', env)).toEqual({ name: 'prod', url: 'nats://a', tls_first: true })
})

test('the selected context is read when none is named', async () => {
  const env = await config({ 'context.txt': ' prod\n', 'context/prod.json': '{"url": "nats://a"}' })

  expect(await readContext('', env)).toMatchObject({ name: 'prod', url: 'nats://a' })
})

test('there is no context when none is named or selected', async () => {
  expect(await readContext('', await config({}))).toBeUndefined()
})

test('contexts lie in .config of the home folder unless XDG_CONFIG_HOME says otherwise', async () => {
  const { XDG_CONFIG_HOME: folder = '' } = await config({})
  await write(join(folder, '.config/nats/context/prod.json'), '{"url": "nats://home"}')

  expect(await readContext('prod', { HOME: folder })).toMatchObject({ url: 'nats://home' })
})

test('a name that ends in .json is a file, if there is one', async () => {
  const env = await config({
    'elsewhere.json': '{"url": "nats://file"}',
    'context/a.json.json': '{}',
  })
  const file = join(env['XDG_CONFIG_HOME'] ?? '', 'nats/elsewhere.json')

  expect(await readContext(file, env)).toMatchObject({ name: 'elsewhere', url: 'nats://file' })
  expect(await readContext('a.json', env)).toMatchObject({ name: 'a.json' })
})

test('a name that is not known is answered with those that are', async () => {
  const env = await config({ 'context/b.json': '{}', 'context/a.json': '{}' })

  await expect(readContext('c', env)).rejects.toMatchObject({
    code: 'CONTEXT_INVALID',
    message: 'there is no context "c"',
    hint: 'known contexts: a, b; --no-context does without',
  })
})

test('a selected context that is gone is an error', async () => {
  const env = await config({ 'context.txt': 'gone' })

  await expect(readContext('', env)).rejects.toMatchObject({
    code: 'CONTEXT_INVALID',
    message: 'the selected context "gone" does not exist',
    hint: expect.stringContaining('there are no contexts in'),
  })
})

test.each(['../prod', 'a/b', 'a\\b', '..'])('%s is no name', async (name) => {
  const env = await config({ 'prod.json': '{}', 'context/a/b.json': '{}' })

  await expect(readContext(name, env)).rejects.toMatchObject({ code: 'CONTEXT_INVALID' })
})

test.each([
  ['{"password": "s3cret"', 'context "x" is no JSON object'],
  ['["s3cret"]', 'context "x" is no JSON object'],
  ['"s3cret"', 'context "x" is no JSON object'],
  ['{"password": "s3cret", "user": 7}', 'context "x" has a user that is no text'],
])('%s is refused without a word of what it holds', async (text, message) => {
  const env = await config({ 'context/x.json': text })
  const error: unknown = await readContext('x', env).catch((error: unknown) => error)

  expect(error).toMatchObject({ code: 'CONTEXT_INVALID' })
  expect(String(error)).toContain(message)
  expect(JSON.stringify(error)).not.toContain('s3cret')
})

async function config(files: Readonly<Record<string, string>>): Promise<Env> {
  const folder = await mkdtemp(join(tmpdir(), 'hopscope-context-'))
  folders.push(folder)
  for (const [name, text] of Object.entries(files)) await write(join(folder, 'nats', name), text)
  return { XDG_CONFIG_HOME: folder }
}

async function write(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, text)
}

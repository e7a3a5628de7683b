import { readFile, readdir } from 'node:fs/promises'
import { join, parse } from 'node:path'
import { CliError } from '../cli-error.ts'
import type { Env } from './env.ts'
import { homeFolder } from './expand-path.ts'

/**
 * A context of the nats CLI: its name, and the fields of its file by the names they have there.
 *
 * Fields that are empty are left out.
 */
export type NatsContext = { readonly name: string; readonly tls_first?: boolean } & {
  readonly [Field in (typeof TEXT_FIELDS)[number]]?: string
}

/**
 * Reads the context that is asked for: by name, as a file whose name ends in `.json`, or (when
 * `wanted` is empty) the one that is selected; `undefined` when none is.
 *
 * @throws {CliError} CONTEXT_INVALID
 */
export async function readContext(wanted: string, env: Env): Promise<NatsContext | undefined> {
  if (wanted.endsWith('.json')) {
    const text = await readIfThere(wanted)
    if (text !== undefined) return parseContext(parse(wanted).name, text)
  }
  const folder = contextFolder(env)
  const name = wanted || (await selectedContext(env))
  if (name === '') return undefined

  const text = isName(name) ? await readIfThere(join(folder, `${name}.json`)) : undefined
  if (text !== undefined) return parseContext(name, text)

  throw new CliError(
    'CONTEXT_INVALID',
    wanted === ''
      ? `the selected context ${JSON.stringify(name)} does not exist`
      : `there is no context ${JSON.stringify(name)}`,
    { hint: `${await describeKnown(folder)}; --no-context does without` },
  )
}

const TEXT_FIELDS = [
  'url',
  'socks_proxy',
  'token',
  'user',
  'password',
  'creds',
  'nkey',
  'cert',
  'key',
  'ca',
  'nsc',
  'jetstream_domain',
  'jetstream_api_prefix',
  'inbox_prefix',
  'user_jwt',
  'user_seed',
] as const

function contextFolder(env: Env): string {
  return join(configFolder(env), 'context')
}

function configFolder(env: Env): string {
  return join(env['XDG_CONFIG_HOME'] || join(homeFolder(env), '.config'), 'nats')
}

async function selectedContext(env: Env): Promise<string> {
  return (await readIfThere(join(configFolder(env), 'context.txt')))?.trim() ?? ''
}

function isName(name: string): boolean {
  return !/\.\.|[/\\\0]/.test(name)
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw new CliError('CONTEXT_INVALID', `${file} cannot be read`, {
      hint: 'make the file readable, or use --no-context',
      cause: error,
    })
  }
}

async function describeKnown(folder: string): Promise<string> {
  const files = await readdir(folder).catch(() => [])
  const names = files.filter((file) => file.endsWith('.json')).map((file) => parse(file).name)
  if (names.length === 0) return `there are no contexts in ${folder}`
  return `known contexts: ${names.toSorted().join(', ')}`
}

function parseContext(name: string, text: string): NatsContext {
  const fields = parseObject(text)
  if (fields === undefined) throw malformed(name, 'is no JSON object')

  const context: Record<string, string> = {}
  for (const field of TEXT_FIELDS) {
    const value = fields[field] ?? ''
    if (typeof value !== 'string') throw malformed(name, `has a ${field} that is no text`)
    if (value !== '') context[field] = value
  }
  return { ...context, name, tls_first: fields['tls_first'] === true }
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? { ...value }
      : undefined
  } catch {
    // The parser's own message may quote a password.
    return undefined
  }
}

function malformed(name: string, complaint: string): CliError {
  return new CliError('CONTEXT_INVALID', `context ${JSON.stringify(name)} ${complaint}`, {
    hint: `mend it with: nats context edit ${name}`,
  })
}

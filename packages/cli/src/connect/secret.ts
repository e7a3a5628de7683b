import { createReadStream } from 'node:fs'
import { text } from 'node:stream/consumers'
import { CliError } from '../cli-error.ts'
import { capture } from './capture.ts'
import type { Env } from './env.ts'
import { expandPath } from './expand-path.ts'
import { nscProfile } from './nsc-profile.ts'

/** What a reference without a scheme is: the secret itself, or the path of its file. */
export type BareReference = 'text' | 'file'

/** How a reference is read. */
export interface SecretOptions {
  readonly bare: BareReference
  readonly env: Env
}

/**
 * Finds the secret that a reference names, as the nats CLI does: `env://NAME`, `file://path`,
 * `data:;base64,…`, `op://…` by 1Password's `op`, `nsc://…` by `nsc`.
 *
 * Line breaks after it are taken off. Errors say where it was looked for, never what was found.
 *
 * @param what what the secret is for, such as `the password`
 * @throws {CliError} CREDENTIALS_INVALID
 */
export async function readSecret(
  what: string,
  reference: string,
  options: SecretOptions,
): Promise<string> {
  try {
    return (await resolve(reference, options)).replace(/[\r\n]+$/, '')
  } catch (error) {
    throw new CliError('CREDENTIALS_INVALID', `cannot read ${what}${reasonOf(error)}`, {
      hint: 'mend the option, the variable or the field of the context that names it',
      cause: error,
    })
  }
}

function resolve(reference: string, { bare, env }: SecretOptions): Promise<string> {
  const [, scheme, rest = ''] = /^(env|file|op|nsc):\/\/(.*)$/s.exec(reference) ?? []
  switch (scheme) {
    case 'env':
      return readVariable(rest, env)
    case 'file':
      return readText(expandPath(rest, env))
    case 'op':
      return capture('op', ['read', reference], env)
    case 'nsc':
      return nscProfile(reference, env).then(({ creds }) => readText(creds))
    default:
      return readBare(reference, { bare, env })
  }
}

async function readVariable(name: string, env: Env): Promise<string> {
  const value = env[name] ?? ''
  if (value === '') throw new CliError('CREDENTIALS_INVALID', `variable ${name} is not set`)
  return value
}

async function readBare(reference: string, { bare, env }: SecretOptions): Promise<string> {
  const [, data] = /^data:(?:[^,]*;)?base64,(.*)$/s.exec(reference) ?? []
  if (data !== undefined) return Buffer.from(data, 'base64').toString()
  return bare === 'text' ? reference : readText(expandPath(reference, env))
}

// By a stream, since nobody can tell that `readFile` is waiting for a pipe: see `listenForEnd`.
function readText(path: string): Promise<string> {
  return text(createReadStream(path))
}

function reasonOf(error: unknown): string {
  if (error instanceof CliError) return `: ${error.message}`
  if (!(error instanceof Error && 'code' in error && 'path' in error)) return ''
  return error.code === 'ENOENT'
    ? `: ${String(error.path)} does not exist`
    : `: ${String(error.path)} (${String(error.code)})`
}

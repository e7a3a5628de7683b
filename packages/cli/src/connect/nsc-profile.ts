import { CliError } from '../cli-error.ts'
import { capture } from './capture.ts'
import type { Env } from './env.ts'

/** What `nsc` knows of a user. */
export interface NscProfile {
  /** Path of the file with the credentials. */
  readonly creds: string
  /** URLs of the operator's servers, separated by commas; absent when it names none. */
  readonly servers?: string
}

/**
 * Asks `nsc` for a user that is named as in `nsc://operator/account/user`.
 *
 * @throws {CliError} CREDENTIALS_INVALID if nsc is not there or does not know the user
 */
export async function nscProfile(reference: string, env: Env): Promise<NscProfile> {
  const profile = parseObject(await capture('nsc', ['generate', 'profile', reference], env))
  const { user_creds: creds, operator } = profile
  if (typeof creds !== 'string' || creds === '') {
    throw new CliError('CREDENTIALS_INVALID', `nsc names no credentials for ${reference}`)
  }
  const { service } = toRecord(operator)
  return { creds, ...(Array.isArray(service) && { servers: service.join(',') }) }
}

type Fields = Readonly<Record<string, unknown>>

function parseObject(text: string): Fields {
  try {
    return toRecord(JSON.parse(text))
  } catch {
    throw new CliError('CREDENTIALS_INVALID', 'nsc printed no JSON')
  }
}

function toRecord(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

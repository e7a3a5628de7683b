import type { Authenticator } from '@nats-io/nats-core'
import { CliError } from '../cli-error.ts'
import type { Env } from './env.ts'
import { readSecret, type BareReference } from './secret.ts'

/** How somebody may log in: each field a secret, or a reference to one. */
export interface Login {
  readonly user?: string | undefined
  readonly password?: string | undefined
  readonly creds?: string | undefined
  readonly nkey?: string | undefined
  readonly jwt?: string | undefined
  readonly seed?: string | undefined
  /** Sent beside whatever else there is. */
  readonly token?: string | undefined
}

/**
 * What the client tells the server of who it is: a user comes before credentials, an nkey and a
 * JWT, as for the nats CLI; empty when there is nothing to tell.
 *
 * @throws {CliError} CREDENTIALS_INVALID
 */
export async function authenticators(login: Login, env: Env): Promise<Authenticator[]> {
  const client = await import('@nats-io/transport-node')
  const { user, password = '', creds, nkey, jwt, seed, token } = login
  const read = (what: string, reference: string, bare: BareReference) =>
    readSecret(what, reference, { bare, env })

  const found: Authenticator[] = []
  if (user !== undefined) {
    const secret = await read('the password', password, 'text')
    found.push(client.usernamePasswordAuthenticator(user, secret))
  } else if (creds !== undefined) {
    // The client's pattern wants a line feed after the last line.
    const text = `${await read('the credentials', creds, 'file')}\n`
    found.push(client.credsAuthenticator(encode(text)))
  } else if (nkey !== undefined) {
    found.push(client.nkeyAuthenticator(encode(seedIn(await read('the nkey', nkey, 'file')))))
  } else if (jwt !== undefined) {
    const claim = await read('the JWT', jwt, 'text')
    const signer = seed === undefined ? undefined : encode(await read('the seed', seed, 'text'))
    found.push(client.jwtAuthenticator(claim, signer))
  }
  if (token !== undefined) {
    found.push(client.tokenAuthenticator(await read('the token', token, 'text')))
  }
  for (const authenticator of found) tryOut(authenticator)
  return found
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

// The file may be one that `nsc` decorated.
function seedIn(text: string): string {
  return /^\s*(S[AOU][A-Z2-7]{56})\s*$/m.exec(text)?.[1] ?? text
}

// The client would fail in the midst of connecting, and not say so.
function tryOut(authenticator: Authenticator): void {
  try {
    authenticator('nonce')
  } catch (error) {
    throw new CliError('CREDENTIALS_INVALID', 'the credentials, nkey or seed are malformed', {
      hint: 'take the file as nsc made it; a seed begins with SU',
      cause: error,
    })
  }
}

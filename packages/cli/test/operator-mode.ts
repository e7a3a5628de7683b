import { nkeys } from '@nats-io/transport-node'

/** A key, and what it signs. */
export type KeyPair = ReturnType<typeof nkeys.createUser>

/** A server that knows its users by JWT, and one such user. */
export interface OperatorMode {
  /** For nats-server; without a system account, it would send no trace events. */
  readonly config: string
  /** What a credentials file holds. */
  readonly creds: string
}

/** Makes an operator, an account and a user, with fresh keys. */
export function operatorMode(): OperatorMode {
  const operator = nkeys.createOperator()
  const system = nkeys.createAccount()
  const account = nkeys.createAccount()
  const user = nkeys.createUser()
  const limits = { subs: -1, data: -1, payload: -1 }
  const accountLimits = { ...limits, conn: -1, imports: -1, exports: -1, wildcards: true, leaf: -1 }
  const operatorJwt = sign(operator, operator, { type: 'operator' })
  const systemJwt = sign(system, operator, { type: 'account', limits: accountLimits })
  const accountJwt = sign(account, operator, { type: 'account', limits: accountLimits })
  const userJwt = sign(user, account, { type: 'user', ...limits, pub: {}, sub: {} })
  return {
    config: `operator: ${operatorJwt}
system_account: ${system.getPublicKey()}
resolver: MEMORY
resolver_preload: {
  ${system.getPublicKey()}: ${systemJwt}
  ${account.getPublicKey()}: ${accountJwt}
}`,
    creds: credsOf(user, userJwt),
  }
}

/** What a credentials file holds. */
export function credsOf(user: KeyPair, jwt: string): string {
  return `-----BEGIN NATS USER JWT-----
${jwt}
------END NATS USER JWT------

-----BEGIN USER NKEY SEED-----
${new TextDecoder().decode(user.getSeed())}
------END USER NKEY SEED------
`
}

/** The JWT in which one key says something of another. */
export function sign(
  subject: KeyPair,
  issuer: KeyPair,
  nats: Readonly<Record<string, unknown>>,
): string {
  const key = subject.getPublicKey()
  const claims = { iss: issuer.getPublicKey(), sub: key, name: key, nats: { ...nats, version: 2 } }
  const signed = `${encode({ typ: 'JWT', alg: 'ed25519-nkey' })}.${encode(claims)}`
  const signature = issuer.sign(new TextEncoder().encode(signed))
  return `${signed}.${Buffer.from(signature).toString('base64url')}`
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

import { nkeys } from '@nats-io/transport-node'

type KeyPair = ReturnType<typeof nkeys.createUser>

/** A server that knows its users by JWT, and one such user. */
export interface OperatorMode {
  /** For nats-server; without a system account, it would send no trace events. */
  readonly config: string
  /** What a credentials file holds. */
  readonly creds: string
}

/**
 * Makes an operator, an account and a user, with fresh keys.
 *
 * @param claims - more of what the account's JWT has below `nats`
 */
export function operatorMode(claims: Readonly<Record<string, unknown>>): OperatorMode {
  const operator = nkeys.createOperator()
  const system = nkeys.createAccount()
  const account = nkeys.createAccount()
  const user = nkeys.createUser()
  const limits = { subs: -1, data: -1, payload: -1 }
  const accountLimits = { ...limits, conn: -1, imports: -1, exports: -1, wildcards: true, leaf: -1 }
  const operatorJwt = sign(operator, operator, { type: 'operator' })
  const systemJwt = sign(system, operator, { type: 'account', limits: accountLimits })
  const storing = { mem_storage: -1, disk_storage: -1, streams: -1, consumer: -1 }
  const appLimits = { ...accountLimits, ...storing }
  const accountJwt = sign(account, operator, { ...claims, type: 'account', limits: appLimits })
  const userJwt = sign(user, account, { type: 'user', ...limits, pub: {}, sub: {} })
  return {
    config: `operator: ${operatorJwt}
system_account: ${system.getPublicKey()}
resolver: MEMORY
resolver_preload: {
  ${system.getPublicKey()}: ${systemJwt}
  ${account.getPublicKey()}: ${accountJwt}
}`,
    creds: `-----BEGIN NATS USER JWT-----
${userJwt}
------END NATS USER JWT------

-----BEGIN USER NKEY SEED-----
${new TextDecoder().decode(user.getSeed())}
------END USER NKEY SEED------
`,
  }
}

function sign(subject: KeyPair, issuer: KeyPair, nats: Readonly<Record<string, unknown>>): string {
  const key = subject.getPublicKey()
  const claims = { iss: issuer.getPublicKey(), sub: key, name: key, nats: { ...nats, version: 2 } }
  const signed = `${encode({ typ: 'JWT', alg: 'ed25519-nkey' })}.${encode(claims)}`
  const signature = issuer.sign(new TextEncoder().encode(signed))
  return `${signed}.${Buffer.from(signature).toString('base64url')}`
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

import { nkeys } from '@nats-io/transport-node'
import { parseArgs } from 'node:util'
import { credsOf, sign, type KeyPair } from './operator-mode.ts'

/** Accounts as commands of `nsc` leave them. */
export interface NscWorld {
  /** For nats-server. */
  readonly config: string
  /** What a credentials file of a user of an account holds. */
  readonly credsOf: (account: string) => string
}

/**
 * Makes accounts that may have streams, and does to their claims what `nsc` 2.15 does at its commands.
 *
 * @throws Error at a command or an option that is not among those that a set-up needs
 */
export function nscWorld(names: readonly string[], commands: string): NscWorld {
  const operator = nkeys.createOperator()
  const system: Account = { key: nkeys.createAccount(), claims: newClaims({}) }
  const accounts = new Map(
    names.map((name) => [name, { key: nkeys.createAccount(), claims: newClaims(STREAMS) }]),
  )
  const account = (name: string | undefined): Account => {
    const found = accounts.get(name ?? '')
    if (!found) throw new Error(`no account ${name}`)
    return found
  }
  for (const line of commands.split('\n')) if (/^nsc (edit|add) /.test(line)) obey(line, account)
  const jwts = [system, ...accounts.values()].map(
    ({ key, claims }) => `  ${key.getPublicKey()}: ${sign(key, operator, { ...claims })}`,
  )
  return {
    config: `operator: ${sign(operator, operator, { type: 'operator' })}
system_account: ${system.key.getPublicKey()}
resolver: MEMORY
resolver_preload: {
${jwts.join('\n')}
}`,
    credsOf: (name) => {
      const user = nkeys.createUser()
      const nats = { type: 'user', subs: -1, data: -1, payload: -1, pub: {}, sub: {} }
      return credsOf(user, sign(user, account(name).key, nats))
    },
  }
}

interface Account {
  readonly key: KeyPair
  readonly claims: Claims
}

interface Claims {
  readonly type: 'account'
  readonly limits: Readonly<Record<string, number | boolean>>
  readonly exports: object[]
  readonly imports: object[]
  trace?: object
}

function newClaims(streams: Readonly<Record<string, number>>): Claims {
  const limits = { subs: -1, data: -1, payload: -1, conn: -1, leaf: -1, imports: -1, exports: -1 }
  const all = { ...limits, ...streams, wildcards: true }
  return { type: 'account', limits: all, exports: [], imports: [] }
}

const STREAMS = { mem_storage: -1, disk_storage: -1, streams: -1, consumer: -1 }

// By the source of nsc 2.15: cmd/editaccount.go, addexport.go and addimport.go.
function obey(line: string, account: (name: string | undefined) => Account): void {
  const [, verb, what, rest = ''] = /^nsc (\w+) (\w+) (.*)$/.exec(line) ?? []
  const { values } = parseArgs({ args: words(rest), options: OPTIONS })
  const { name, subject, service = false, 'remote-subject': remote } = values
  const type = service ? 'service' : 'stream'
  if (verb === 'edit' && what === 'account') {
    const { 'trace-context-subject': dest, 'trace-context-sampling': sampling } = values
    account(name).claims.trace = { dest, sampling: Number(sampling) }
  } else if (verb === 'add' && what === 'export') {
    const answers = service ? { response_type: 'Singleton' } : {}
    account(values.account).claims.exports.push({ name, subject, type, ...answers })
  } else if (verb === 'add' && what === 'import') {
    const source = account(values['src-account']).key.getPublicKey()
    account(values.account).claims.imports.push({
      name,
      subject: remote,
      local_subject: values['local-subject'],
      account: source,
      type,
    })
  } else throw new Error(`unknown: ${line}`)
}

// A shell would put a key where the name of an account is asked for one.
function words(line: string): readonly string[] {
  const named = line.replaceAll(/"\$\(nsc describe account --name (\S+) --field sub[^)]*\)"/g, '$1')
  return named.split(' ').map((word) => word.replaceAll("'", ''))
}

const OPTIONS = {
  name: { type: 'string' },
  account: { type: 'string' },
  subject: { type: 'string' },
  service: { type: 'boolean' },
  'src-account': { type: 'string' },
  'remote-subject': { type: 'string' },
  'local-subject': { type: 'string' },
  'trace-context-subject': { type: 'string' },
  'trace-context-sampling': { type: 'string' },
} as const

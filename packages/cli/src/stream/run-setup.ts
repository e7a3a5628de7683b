import { CliError } from '../cli-error.ts'
import { openConnection } from '../connect/open-connection.ts'
import type { Io } from '../io.ts'
import { orInterrupt } from '../or-interrupt.ts'
import { hint } from '../output/label.ts'
import { accountOf, isPublicKey } from './account-of.ts'
import type { AccountSetup, SetupKind } from './account-setup.ts'
import { configSetup } from './config-setup.ts'
import { describeProbe, probeHint } from './describe-probe.ts'
import { nscSetup } from './nsc-setup.ts'
import { probeMsgTrace } from './probe-msg-trace.ts'
import type { StreamFlags } from './stream-flags.ts'

/** What `hopscope stream setup` takes. */
export interface SetupFlags extends StreamFlags {
  /** @default as the server knows its accounts */
  readonly as?: SetupKind
  /** @default that of the user */
  readonly accounts?: readonly string[]
  readonly central?: string
}

/**
 * Finds out whether servers trace messages of the account, and prints how accounts are set up for it.
 *
 * @returns the exit code: 1 if the server drops messages of this user; else 0
 * @throws {CliError} ARGUMENT_INVALID, INTERRUPTED, and what connecting throws
 */
export async function runSetup(io: Io, flags: SetupFlags): Promise<number> {
  for (const name of [...(flags.accounts ?? []), flags.central ?? []].flat()) requireName(name)
  await using opened = await openConnection(io, flags, { command: 'stream' })
  const { connection, jetstream, timeoutMs } = opened
  const account = await orInterrupt(accountOf(connection, timeoutMs), io.signal)
  const probe = await orInterrupt(probeMsgTrace(connection, { jetstream, timeoutMs }), io.signal)
  const kind = flags.as ?? (account !== undefined && isPublicKey(account) ? 'nsc' : 'config')
  const setup: AccountSetup = {
    accounts: flags.accounts ?? [nameOf(account)],
    ...(flags.central !== undefined && { central: flags.central }),
  }
  const text = kind === 'nsc' ? nscSetup(setup) : configSetup(setup)
  if (flags.json === true) {
    const document = { account, msgTrace: probe, as: kind, ...setup, setup: text }
    io.stdout.write(`${JSON.stringify(document, null, 2)}\n`)
  } else {
    io.stderr.write(`${describeProbe(probe)}\n`)
    const advice = probeHint(probe)
    if (advice !== undefined) hint(io, advice)
    if (account === '$G') hint(io, GLOBAL_HINT)
    io.stdout.write(text)
  }
  return probe.state === 'dropped' ? 1 : 0
}

const GLOBAL_HINT =
  'users of no account are in $G, which servers do not trace: put them into an account such as APP'

// The account that servers have by themselves cannot be set up, and nsc knows accounts by name.
function nameOf(account: string | undefined): string {
  return account === undefined || account === '$G' || isPublicKey(account) ? 'APP' : account
}

function requireName(name: string): void {
  if (/^[\w-]+$/.test(name)) return
  throw new CliError('ARGUMENT_INVALID', `${JSON.stringify(name)} is no name of an account`, {
    hint: 'name accounts by letters, digits, - and _, as in --accounts SALES,SHIPPING',
  })
}

import { Option, type Command } from 'commander'

/** What a command line says about the server; what it leaves out comes from elsewhere. */
export interface ConnectionFlags {
  /** URLs, separated by commas. */
  readonly server?: string
  /** A token, if there is no password. */
  readonly user?: string
  readonly password?: string
  readonly token?: string
  readonly creds?: string
  readonly nkey?: string
  readonly jwt?: string
  readonly seed?: string
  readonly tlscert?: string
  readonly tlskey?: string
  readonly tlsca?: string
  readonly tlsfirst?: boolean
  /** As Go writes durations, such as `1m30s`. */
  readonly timeout?: string
  /** `false` is `--no-context`: not even the selected one. */
  readonly context?: string | false
  readonly jsDomain?: string
  readonly jsApiPrefix?: string
  readonly inboxPrefix?: string
}

/** Gives a command the options by which the nats CLI finds its server, by the same names. */
export function addConnectionOptions(command: Command): Command {
  for (const [flags, description, variable] of OPTIONS) {
    const origin = variable === undefined ? '' : ` (env: ${variable})`
    command.addOption(new Option(flags, description + origin).helpGroup(HEADING))
  }
  return command
}

const HEADING = 'Connection, as for the nats CLI:'

// Commander could read the variables by itself, but only those of this process.
const OPTIONS: readonly (readonly [flags: string, description: string, variable?: string])[] = [
  ['-s, --server <urls>', 'URLs, default 127.0.0.1:4222', 'NATS_URL'],
  ['--context <name>', 'context, or a file of one', 'NATS_CONTEXT'],
  ['--no-context', 'not even the context that is selected'],
  ['--user <name>', 'user; without password a token', 'NATS_USER'],
  ['--password <password>', 'password', 'NATS_PASSWORD'],
  ['--token <token>', 'token', 'NATS_TOKEN'],
  ['--creds <file>', 'credentials', 'NATS_CREDS'],
  ['--nkey <file>', 'seed of an nkey', 'NATS_NKEY'],
  ['--jwt <jwt>', "user's JWT", 'NATS_JWT'],
  ['--seed <seed>', 'seed that signs for the JWT', 'NATS_SEED'],
  ['--tlscert <file>', 'certificate of the client', 'NATS_CERT'],
  ['--tlskey <file>', 'its key', 'NATS_KEY'],
  ['--tlsca <file>', 'authority that signed the server', 'NATS_CA'],
  ['--tlsfirst', 'begin with TLS, before the server greets'],
  ['--timeout <duration>', 'time to wait, default 5s', 'NATS_TIMEOUT'],
  ['--js-domain <domain>', 'JetStream domain'],
  ['--js-api-prefix <prefix>', 'prefix of the JetStream API'],
  ['--inbox-prefix <prefix>', 'prefix of inboxes, default _INBOX'],
]

import { Command, Option } from 'commander'
import { CliError } from '../cli-error.ts'
import { addConnectionOptions } from '../connect/connection-flags.ts'
import type { Io } from '../io.ts'
import { addTraceOptions } from '../trace/flags/add-trace-options.ts'
import type { TraceFlags } from '../trace/flags/trace-flags.ts'

const EXAMPLES = `
Examples:
  hopscope trace orders.new                             who would get it, by which way
  hopscope trace orders.new @order.json -H tenant:acme  a payload of a file, a header
  hopscope trace orders.new hello --deliver --json      deliver it, print one document

Exit code:
  0 if somebody gets the message, 1 if nobody does or a server is silent;
  with --expect, 0 if all is as expected; with --diff, 0 if nothing was added
  and nothing is gone; 2 for wrong usage, 130 after Ctrl-C`

/**
 * `hopscope trace`: the way of one message through the servers.
 *
 * @param result is told the exit code
 */
export function traceCommand(io: Io, result: { exitCode: number }): Command {
  const command = new Command('trace')
    .description('show the way of a message through the servers, without delivering it')
    .usage('<subject> [payload] [options]')
    .argument('[subject]', 'subject to publish to')
    .argument('[payload]', 'text, @file, or - for stdin, default empty')
  addTraceOptions(command)
  refuseOptions(command)
  return addConnectionOptions(command)
    .addOption(new Option('--no-tlsfirst').hideHelp())
    .addOption(new Option('--domain <domain>').hideHelp())
    .addHelpText('after', EXAMPLES)
    .action(async (subject: string | undefined, payload: string | undefined, typed: TypedFlags) => {
      const flags = withDomain(typed)
      if (subject === undefined && flags.replay === undefined && flags.diff === undefined) {
        command.error("error: missing required argument 'subject'")
      }
      const { runTrace } = await import('../trace/run-trace.ts')
      result.exitCode = await runTrace(io, { subject, payload, flags })
    })
}

interface TypedFlags extends TraceFlags {
  /** What the nats CLI called `--js-domain` once, and still takes. */
  readonly domain?: string
}

function withDomain({ domain, ...flags }: TypedFlags): TraceFlags {
  return { ...(domain !== undefined && { jsDomain: domain }), ...flags }
}

// Options of the nats CLI that there are not, with what to do in their place.
const REFUSED: readonly (readonly [flags: string, hint: string])[] = [
  ['--certstore <type>', 'name files with --tlscert and --tlskey'],
  ['--certstore-match <query>', 'name files with --tlscert and --tlskey'],
  ['--certstore-match-by <match>', 'name files with --tlscert and --tlskey'],
  ['--certstore-ca-match <query>', 'name a file with --tlsca'],
  ['--color <scheme>', 'set NO_COLOR or FORCE_COLOR in the environment instead'],
  ['--colors <scheme>', 'set NO_COLOR or FORCE_COLOR in the environment instead'],
  ['--connection-name <name>', 'leave it out, connections are named "hopscope trace"'],
  ['--js-event-prefix <prefix>', 'leave it out, tracing reads no events of JetStream'],
  ['--socks-proxy <url>', 'SOCKS is not supported, use a tunnel such as ssh -L and --server'],
]

function refuseOptions(command: Command): void {
  for (const [flags, hint] of REFUSED) {
    command.addOption(
      new Option(flags).hideHelp().argParser(() => {
        const name = flags.split(' ')[0] ?? flags
        throw new CliError('ARGUMENT_INVALID', `${name} of the nats CLI is not known here`, {
          hint,
        })
      }),
    )
  }
}

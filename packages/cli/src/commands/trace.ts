import { Command, Option } from 'commander'
import { addConnectionOptions } from '../connect/connection-flags.ts'
import type { Io } from '../io.ts'
import { addTraceOptions } from '../trace/add-trace-options.ts'
import { type TraceFlags } from '../trace/trace-flags.ts'

const EXAMPLES = `
Examples:
  hopscope trace orders.new                                who would get it, and by which way
  hopscope trace orders.new @order.json -H tenant:acme     with a payload of a file, and a header
  hopscope trace orders.new hello --deliver --json | jq .  deliver it, and print one JSON document

Exit code:
  0 if somebody gets the message, 1 if nobody does or a server is silent, 2 for wrong usage;
  with --expect, 0 if all is as expected; with --diff, 0 if nothing was added and nothing is gone`

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
    .addHelpText('after', EXAMPLES)
    .action(async (subject: string | undefined, payload: string | undefined, flags: TraceFlags) => {
      if (subject === undefined && flags.replay === undefined && (flags.diff?.length ?? 0) < 2) {
        command.error("error: missing required argument 'subject'")
      }
      const { runTrace } = await import('../trace/run-trace.ts')
      result.exitCode = await runTrace(io, { subject, payload, flags })
    })
}

// Options of the nats CLI that there are not, with what to do in their place.
const REFUSED: readonly (readonly [flags: string, hint: string])[] = [
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
        command.error(`error: option '${name}' of the nats CLI is not known here\nhint: ${hint}`)
      }),
    )
  }
}

import { Command, Option } from 'commander'
import { addConnectionOptions, type ConnectionFlags } from '../connect/connection-flags.ts'
import type { Io } from '../io.ts'

interface TraceFlags extends ConnectionFlags {
  readonly deliver?: boolean
  readonly header?: readonly string[]
  readonly json?: boolean
}

const EXAMPLES = `
Examples:
  hopscope trace orders.new                                who would get it, and by which way
  hopscope trace orders.new '{"id": 7}' -H tenant:acme     with a payload and a header
  hopscope trace orders.new hello --deliver --json | jq .  deliver it, and print one JSON document

Exit code:
  0 if somebody gets the message, 1 if nobody does or a server is silent, 2 for wrong usage`

/**
 * `hopscope trace`: the way of one message through the servers.
 *
 * @param result is told the exit code
 */
export function traceCommand(io: Io, result: { exitCode: number }): Command {
  const command = new Command('trace')
    .description('show the way of a message through the servers, without delivering it')
    .argument('<subject>', 'subject to publish to')
    .argument('[payload]', 'text of the message, default empty')
    .option('--deliver', 'deliver and store it, once, after a dry run')
    .addOption(
      new Option('-H, --header <key:value>', 'header of the message; can be repeated').argParser(
        collect,
      ),
    )
    .option('--json', 'print one JSON document, without header values')
  return addConnectionOptions(command)
    .addHelpText('after', EXAMPLES)
    .action(async (subject: string, payload: string | undefined, flags: TraceFlags) => {
      const { runTrace } = await import('../trace/run-trace.ts')
      const { header = [], deliver = false, json = false } = flags
      const message = { subject, payload: payload ?? '', headers: header }
      result.exitCode = await runTrace(io, message, { connection: flags, deliver, json })
    })
}

function collect(value: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, value]
}

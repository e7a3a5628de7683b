import { Command, Option } from 'commander'
import { addConnectionOptions } from '../connect/connection-flags.ts'
import { duration } from '../flags/duration.ts'
import type { TailFlags } from '../find/run-tail.ts'
import type { Io } from '../io.ts'

const EXAMPLES = `
Examples:
  hopscope tail                               every trace, as it comes
  hopscope tail status=error --tree           those that fail, with their trees
  hopscope tail 'subject=orders.>' --json | jq .

Terms are those of hopscope search.`

/** `hopscope tail`: traces as they come. */
export function tailCommand(io: Io): Command {
  const command = new Command('tail')
    .description('print traces as they come')
    .argument('[terms...]', 'which of them; nothing is all')
    .option('--stream <name>', 'the stream to read', 'TELEMETRY')
    .addOption(
      new Option('--quiet <duration>', 'time without news after which a trace is printed')
        .default(2000, '2s')
        .argParser(duration({ most: 2_147_483_647 })),
    )
    .addOption(new Option('--tree', 'print the tree of each trace').conflicts('json'))
    .option('--json', 'print a trace a line, as JSON')
  return addConnectionOptions(command)
    .addHelpText('after', EXAMPLES)
    .action(async (terms: readonly string[], flags: TailFlags) => {
      const { runTail } = await import('../find/run-tail.ts')
      await runTail(io, terms, flags)
    })
}

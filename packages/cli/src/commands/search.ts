import { Command, Option } from 'commander'
import { addConnectionOptions } from '../connect/connection-flags.ts'
import { moment } from '../flags/moment.ts'
import { wholeNumber } from '../flags/whole-number.ts'
import type { SearchFlags } from '../find/find-flags.ts'
import type { Io } from '../io.ts'

const EXAMPLES = `
Examples:
  hopscope search 'duration>200ms' service=billing --since 1h
  hopscope search 'subject=orders.>' has:dlq --tree
  hopscope search trace=4bf92f3577b34da6 --tree
  hopscope search stream=ORDERS 'delivery>1' --json | jq .traceId

Terms: service, operation, subject (with wildcards), stream, consumer, duration, delivery, status,
server, cluster, account, message, trace, attr.NAME, compared by =, !=, ~, >, >=, <, <=; has:hops,
has:errors, has:dlq, has:retries, has:broken, has:missing; a word alone is a part of a service,
an operation or a subject; != and, after --, a minus before a term turn it around. All must hold.`

/**
 * `hopscope search`: traces of the stream, by the query language of the page.
 *
 * @param result is told the exit code
 */
export function searchCommand(io: Io, result: { exitCode: number }): Command {
  const command = new Command('search')
    .description('find traces in the stream: by service, subject, duration, attribute …')
    .argument('[terms...]', 'what to look for; nothing is everything')
    .option('--stream <name>', 'the stream to read', 'TELEMETRY')
    .addOption(new Option('--since <when>', 'begin, so long ago or a date').argParser(moment))
    .addOption(new Option('--until <when>', 'end, likewise').argParser(moment))
    .addOption(
      new Option('--limit <number>', 'traces at most').default(20).argParser(wholeNumber(1)),
    )
    .addOption(
      new Option('--sort <order>', 'which come first')
        .choices(['newest', 'slowest'])
        .default('newest'),
    )
    .addOption(new Option('--tree', 'print the tree of each trace').conflicts('json'))
    .option('--json', 'print a trace a line, as JSON')
  return addConnectionOptions(command)
    .addHelpText('after', EXAMPLES)
    .action(async (terms: readonly string[], flags: SearchFlags) => {
      const { runSearch } = await import('../find/run-search.ts')
      result.exitCode = await runSearch(io, terms, flags)
    })
}

import { Command, Option } from 'commander'
import { addConnectionOptions } from '../connect/connection-flags.ts'
import { collect } from '../flags/collect.ts'
import type { Io } from '../io.ts'
import type { ViewFlags } from '../viewer/run-view.ts'
import { viewerOptionList } from '../viewer/viewer-options.ts'

const EXAMPLES = `
Examples:
  hopscope view                           what TELEMETRY of this account holds, as a web page
  hopscope view --context prod --index ~/.cache/hopscope-prod.db
  hopscope view --allow-publish           the page may deliver probes and replay dead letters

The address that it prints is good for one browser, once. Only the stream and dead letters are
read. Nothing is delivered or stored unless --allow-publish says so: probes are dry runs.`

/** `hopscope view`: the web page over an existing NATS. */
export function viewCommand(io: Io): Command {
  const command = new Command('view')
    .description('show traces, messages and the map of servers as a local web page')
    .option('--stream <name>', 'the stream to read', 'TELEMETRY')
    .addOption(
      new Option(
        '--dlq <stream>',
        'a stream of dead letters; can be repeated, default those named so',
      ).argParser(collect),
    )
    .option('--allow-publish', 'the page may deliver probes and replay dead letters')
    .option('--json', 'print the address as JSON')
  for (const option of viewerOptionList('take OTLP over HTTP too, default port 4318'))
    command.addOption(option)
  return addConnectionOptions(command)
    .addHelpText('after', EXAMPLES)
    .action(async (flags: ViewFlags) => {
      const { runView } = await import('../viewer/run-view.ts')
      await runView(io, flags)
    })
}

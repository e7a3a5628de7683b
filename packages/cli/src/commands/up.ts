import { Command, Option } from 'commander'
import { parsePort } from '../flags/port.ts'
import type { Io } from '../io.ts'
import type { UpFlags } from '../up/up-flags.ts'
import { viewerOptionList } from '../viewer/viewer-options.ts'

const EXAMPLES = `
Examples:
  hopscope up                          NATS at 4222, OTLP at 4318, and the page
  hopscope up --nats-port 4333         beside another server
  hopscope up --config more.conf       with more of nats-server's own configuration

Point services at it with NATS_URL=nats://127.0.0.1:4222, and those that speak OTLP with
OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:4318. Ctrl-C ends it, and nothing of it is left.`

/** `hopscope up`: a server of our own with everything set up, and the web page over it. */
export function upCommand(io: Io): Command {
  const command = new Command('up')
    .description('start a nats-server that traces every message, and the web page over it')
    .addOption(
      new Option('--nats-port <port>', 'for NATS clients').default(4222).argParser(parsePort),
    )
    .option('--config <file>', "more of nats-server's own configuration")
    .option('--json', 'print the addresses as JSON')
  for (const option of viewerOptionList('for OTLP over HTTP, default 4318'))
    command.addOption(option)
  return command.addHelpText('after', EXAMPLES).action(async (flags: UpFlags) => {
    const { runUp } = await import('../up/run-up.ts')
    await runUp(io, flags)
  })
}

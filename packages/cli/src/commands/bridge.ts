import { Command } from 'commander'
import type { BridgeFlags } from '../bridge/bridge-flags.ts'
import { backendOptionList, bridgeOptionList } from '../bridge/bridge-options.ts'
import { fromEnvironment } from '../bridge/from-environment.ts'
import { addConnectionOptions } from '../connect/connection-flags.ts'
import type { Io } from '../io.ts'

const EXAMPLES = `
Examples:
  hopscope bridge --endpoint http://localhost:4318
  hopscope bridge --endpoint https://otlp.example.com -H 'api-key:…' --compression gzip
  hopscope bridge --durable second-backend --signals traces --endpoint http://jaeger:4318
  hopscope bridge --log json --http 0.0.0.0:9464

What a backend takes is acknowledged, what it refuses becomes a dead letter: hopscope dlq list.
While it is away everything stays in the stream: hopscope stream info. Ctrl-C sends what is in hand.`

/** `hopscope bridge`: what the stream stores, sent to an OpenTelemetry backend. */
export function bridgeCommand(io: Io): Command {
  const command = new Command('bridge').description(
    'send what the stream stores to an OpenTelemetry backend',
  )
  const settings = bridgeOptionList()
  for (const option of [...backendOptionList(), ...settings]) command.addOption(option)
  return addConnectionOptions(command)
    .addHelpText('after', EXAMPLES)
    .action(async (flags: BridgeFlags) => {
      const { runBridge } = await import('../bridge/run-bridge.ts')
      await runBridge(io, { ...flags, ...fromEnvironment(command, settings, io.env) })
    })
}

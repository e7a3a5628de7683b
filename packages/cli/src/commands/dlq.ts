import { Command, Option } from 'commander'
import { addConnectionOptions } from '../connect/connection-flags.ts'
import type { SelectionFlags } from '../dlq/dlq-flags.ts'
import type { ReplayFlags } from '../dlq/run-replay.ts'
import type { ShowFlags } from '../dlq/run-show.ts'
import type { ListFlags } from '../dlq/run-list.ts'
import { wholeNumber } from '../flags/whole-number.ts'
import type { Io } from '../io.ts'

const EXAMPLES = `
Examples:
  hopscope dlq list                                    what the bridge could not send
  hopscope dlq list --stream orders__microservice_dlq-stream
  hopscope dlq show 12                                 why, with headers and payload
  hopscope dlq replay 12 15-20                         where they would go
  hopscope dlq replay --all --remove --yes             send them, and drop what was stored
  hopscope dlq purge 12 --yes                          drop it unsent`

/**
 * `hopscope dlq`: messages that nobody could handle, in any stream of dead letters.
 *
 * @param result is told the exit code
 */
export function dlqCommand(io: Io, result: { exitCode: number }): Command {
  return new Command('dlq')
    .description('list, show, replay and purge dead letters')
    .addHelpText('after', EXAMPLES)
    .addCommand(listCommand(io))
    .addCommand(showCommand(io))
    .addCommand(replayCommand(io, result))
    .addCommand(purgeCommand(io, result))
}

function listCommand(io: Io): Command {
  const command = new Command('list')
    .description('list dead letters, from the oldest on')
    .addOption(streamOption())
    .addOption(
      new Option('--limit <number>', 'how many at the most')
        .default(100)
        .argParser(wholeNumber(1, 100_000)),
    )
    .addOption(
      new Option('--from <sequence>', 'the sequence to begin with')
        .default(1)
        .argParser(wholeNumber(1)),
    )
    .addOption(jsonOption())
  return addConnectionOptions(command).action(async (flags: ListFlags) => {
    const { runList } = await import('../dlq/run-list.ts')
    await runList(io, flags)
  })
}

function showCommand(io: Io): Command {
  const command = new Command('show')
    .description('show dead letters: why, with headers and payload')
    .argument('<sequences...>', SEQUENCES)
    .addOption(streamOption())
    .option('--show-headers', 'do not mask header values')
    .addOption(jsonOption())
  return addConnectionOptions(command).action(
    async (sequences: readonly string[], flags: ShowFlags) => {
      const { runShow } = await import('../dlq/run-show.ts')
      await runShow(io, sequences, flags)
    },
  )
}

function replayCommand(io: Io, result: { exitCode: number }): Command {
  const command = new Command('replay')
    .description('publish the originals again; without --yes, tell where they would go')
    .argument('[sequences...]', SEQUENCES)
    .addOption(streamOption())
    .option('--all', 'all that there are')
    .option('--to <subject>', 'in place of the subject of the original')
    .option('--remove', 'drop what another stream has stored')
    .option('--yes', 'do it')
    .addOption(jsonOption())
  return addConnectionOptions(command).action(
    async (sequences: readonly string[], flags: ReplayFlags) => {
      const { runReplay } = await import('../dlq/run-replay.ts')
      result.exitCode = await runReplay(io, sequences, flags)
    },
  )
}

function purgeCommand(io: Io, result: { exitCode: number }): Command {
  const command = new Command('purge')
    .description('drop dead letters for good')
    .argument('[sequences...]', SEQUENCES)
    .addOption(streamOption())
    .option('--all', 'all that there are')
    .option('--yes', 'do it')
    .addOption(jsonOption())
  return addConnectionOptions(command).action(
    async (sequences: readonly string[], flags: SelectionFlags) => {
      const { runPurge } = await import('../dlq/run-purge.ts')
      result.exitCode = await runPurge(io, sequences, flags)
    },
  )
}

const SEQUENCES = 'sequences in the stream, such as 12 or 15-20'

function streamOption(): Option {
  return new Option('--stream <name>', 'the stream of dead letters').default('TELEMETRY_DLQ')
}

function jsonOption(): Option {
  return new Option('--json', 'print one JSON document')
}

import { Command, InvalidArgumentError, Option } from 'commander'
import { addConnectionOptions } from '../connect/connection-flags.ts'
import { byteSize, byteSizeOrUnlimited } from '../flags/byte-size.ts'
import { collectList } from '../flags/collect.ts'
import { duration } from '../flags/duration.ts'
import { wholeNumber } from '../flags/whole-number.ts'
import type { Io } from '../io.ts'
import type { SetupFlags } from '../stream/run-setup.ts'
import type { EnsureFlags, StreamFlags } from '../stream/stream-flags.ts'

const EXAMPLES = `
Examples:
  hopscope stream ensure                          make TELEMETRY, or see how it differs
  hopscope stream ensure --replicas 3 --max-age 14d --max-bytes 50GiB
  hopscope stream info                            what it holds, how far readers are
  hopscope stream setup                           is msg_trace on, and how to have it
  hopscope stream setup --accounts SALES,SHIPPING --central OBS`

/**
 * `hopscope stream`: the stream that stores telemetry.
 *
 * @param result is told the exit code
 */
export function streamCommand(io: Io, result: { exitCode: number }): Command {
  return new Command('stream')
    .description('make and inspect the stream that stores telemetry')
    .addHelpText('after', EXAMPLES)
    .addCommand(ensureCommand(io, result))
    .addCommand(infoCommand(io))
    .addCommand(setupCommand(io, result))
}

function ensureCommand(io: Io, result: { exitCode: number }): Command {
  const command = new Command('ensure')
    .description('make the stream if it is not there; one that is there is never changed')
    .addOption(nameOption())
    .addOption(
      new Option(
        '--max-age <duration>',
        'age at which telemetry is dropped, default 7d; 0 is unlimited',
      ).argParser(duration({ least: 0 })),
    )
    .addOption(
      new Option(
        '--max-bytes <size>',
        'size at which the oldest is dropped, default 1GiB, or unlimited',
      ).argParser(byteSizeOrUnlimited),
    )
    .addOption(
      new Option('--max-messages <number>', 'number at which the oldest is dropped').argParser(
        wholeNumber(1),
      ),
    )
    .addOption(
      new Option('--max-message-bytes <size>', 'size of a message that is refused').argParser(
        byteSize,
      ),
    )
    .addOption(
      new Option(
        '--duplicate-window <duration>',
        'a message id is taken once in this time, default 5s',
      ).argParser(duration()),
    )
    .addOption(
      new Option('--replicas <number>', 'copies in a cluster, default 1').argParser(replicas),
    )
    .addOption(
      new Option('--storage <storage>', 'where it is kept, default file').choices([
        'file',
        'memory',
      ]),
    )
    .addOption(
      new Option('--compression <method>', 'of files, default none').choices(['s2', 'none']),
    )
    .option('--cluster <name>', 'the cluster that keeps it')
    .addOption(
      new Option('--tag <tags>', 'tags of servers that may keep it; can be repeated').argParser(
        collectList,
      ),
    )
    .addOption(jsonOption())
  return addConnectionOptions(command).action(async (flags: EnsureFlags) => {
    const { runEnsure } = await import('../stream/run-ensure.ts')
    result.exitCode = await runEnsure(io, flags)
  })
}

function infoCommand(io: Io): Command {
  const command = new Command('info')
    .description('show what the stream holds, its readers, and the time and room that are left')
    .addOption(nameOption())
    .addOption(jsonOption())
  return addConnectionOptions(command).action(async (flags: StreamFlags) => {
    const { runInfo } = await import('../stream/run-info.ts')
    await runInfo(io, flags)
  })
}

function setupCommand(io: Io, result: { exitCode: number }): Command {
  const command = new Command('setup')
    .description('see whether servers trace the account, and print how accounts are set up')
    .addOption(
      new Option(
        '--as <kind>',
        'for files of servers or for nsc, default as the server has it',
      ).choices(['config', 'nsc']),
    )
    .addOption(
      new Option(
        '--accounts <names>',
        'whose messages are traced, default that of the user',
      ).argParser(collectList),
    )
    .option('--central <account>', 'one account that stores the telemetry of all')
    .addOption(jsonOption())
  return addConnectionOptions(command).action(async (flags: SetupFlags) => {
    const { runSetup } = await import('../stream/run-setup.ts')
    result.exitCode = await runSetup(io, flags)
  })
}

function nameOption(): Option {
  return new Option('--name <stream>', 'the stream, default TELEMETRY')
}

function jsonOption(): Option {
  return new Option('--json', 'print one JSON document')
}

function replicas(text: string): number {
  if (/^[1-5]$/.test(text)) return Number(text)
  throw new InvalidArgumentError('It must be 1 to 5.')
}

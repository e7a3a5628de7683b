import { Command, CommanderError } from 'commander'
import { commandFirst } from './command-first.ts'
import { bridgeCommand } from './commands/bridge.ts'
import { completeCommand } from './commands/complete.ts'
import { completionCommand } from './commands/completion.ts'
import { demoCommand } from './commands/demo.ts'
import { dlqCommand } from './commands/dlq.ts'
import { searchCommand } from './commands/search.ts'
import { streamCommand } from './commands/stream.ts'
import { tailCommand } from './commands/tail.ts'
import { traceCommand } from './commands/trace.ts'
import { upCommand } from './commands/up.ts'
import { viewCommand } from './commands/view.ts'
import type { Io } from './io.ts'
import { presentError } from './output/present-error.ts'
import { VERSION } from './version.ts'

const EXAMPLES = `
Examples:
  hopscope demo                   a super-cluster, a shop, and the journey of each order
  hopscope trace orders.new       who would get a message, and by which way
  hopscope trace --help           all that can be asked about a message`

/**
 * Runs one command line, without the names of the program and of node.
 *
 * @returns the exit code: 0 is done, 1 is found or failed, 2 is wrong usage, 130 is interrupted
 */
export async function run(io: Io, args: readonly string[]): Promise<number> {
  const result = { exitCode: 0 }
  const program = new Command('hopscope')
    .description("distributed tracing for NATS: a message's whole journey in one trace")
    .version(VERSION, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .configureHelp({ subcommandTerm: (command) => command.name() })
    .addHelpText('after', EXAMPLES)
    .showSuggestionAfterError()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      // A secret may have been typed behind an option whose name has a letter too few.
      outputError: (text, write) =>
        write(text.replace(/^(error: unknown option '[^=']+)=.*'/s, "$1'")),
      getOutHelpWidth: () => io.stdout.width,
      getErrHelpWidth: () => io.stderr.width,
    })
    .exitOverride()
  const commands = [
    demoCommand(io),
    upCommand(io),
    viewCommand(io),
    traceCommand(io, result),
    tailCommand(io),
    searchCommand(io, result),
    streamCommand(io, result),
    bridgeCommand(io),
    dlqCommand(io, result),
    completionCommand(io),
  ]
  for (const command of commands) program.addCommand(withSettings(command, program))
  program.addCommand(completeCommand(io).copyInheritedSettings(program), { hidden: true })
  try {
    await program.parseAsync([...commandFirst(program, args)], { from: 'user' })
    return result.exitCode
  } catch (error) {
    if (error instanceof CommanderError) return usageError(io, error)
    const exitCode = exitCodeOf(error)
    // That they ended it is no news to a person.
    if (exitCode !== INTERRUPTED) presentError(error, io.stderr)
    return exitCode
  }
}

function withSettings(command: Command, parent: Command): Command {
  command.copyInheritedSettings(parent)
  for (const child of command.commands) withSettings(child, command)
  return command
}

const INTERRUPTED = 130

// It was told already, but for what to do.
function usageError({ stderr }: Io, { code, exitCode, message }: CommanderError): number {
  if (exitCode === 0) return 0
  if (code !== 'commander.help') stderr.write(`hint: ${usageHint(code, message)}\n`)
  return 2
}

function usageHint(code: string, message: string): string {
  // A command that takes no text at all has none that could be in quotes.
  const isText = code === 'commander.excessArguments' && !message.includes('Expected 0 ')
  return isText ? 'put quotes around a text of several words' : ADD_HELP
}

const ADD_HELP = 'add --help to see what can be typed'

function exitCodeOf(error: unknown): number {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'INTERRUPTED') return INTERRUPTED
  return USAGE_CODES.has(code) ? 2 : 1
}

const USAGE_CODES: ReadonlySet<unknown> = new Set([
  'ARGUMENT_INVALID',
  'LIMIT_EXCEEDED',
  'NOT_LOOPBACK',
  'OPTION_INVALID',
])

import { Command, CommanderError } from 'commander'
import { completeCommand } from './commands/complete.ts'
import { completionCommand } from './commands/completion.ts'
import { demoCommand } from './commands/demo.ts'
import { traceCommand } from './commands/trace.ts'
import type { Io } from './io.ts'
import { presentError } from './output/present-error.ts'
import { VERSION } from './version.ts'

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
    .helpCommand(false)
    .showSuggestionAfterError()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      getOutHelpWidth: () => io.stdout.width,
      getErrHelpWidth: () => io.stderr.width,
    })
    .exitOverride()
  for (const command of [demoCommand(io), traceCommand(io, result), completionCommand(io)]) {
    program.addCommand(command.copyInheritedSettings(program))
  }
  program.addCommand(completeCommand(io).copyInheritedSettings(program), { hidden: true })
  try {
    await program.parseAsync([...args], { from: 'user' })
    return result.exitCode
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    presentError(error, io.stderr)
    return exitCodeOf(error)
  }
}

function exitCodeOf(error: unknown): number {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'INTERRUPTED') return 130
  return code === 'ARGUMENT_INVALID' ? 2 : 1
}

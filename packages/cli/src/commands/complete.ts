import { Command } from 'commander'
import type { Io } from '../io.ts'

/** `hopscope __complete`: what may come next on a command line, asked by the scripts of shells. */
export function completeCommand(io: Io): Command {
  return new Command('__complete')
    .argument('[words...]', 'the command line without its program, up to the word to complete')
    .action(async (words: readonly string[], _flags: unknown, command: Command) => {
      if (command.parent === null) return
      const { complete } = await import('../complete/complete.ts')
      for (const { word, description } of complete(command.parent, words)) {
        io.stdout.write(description === '' ? `${word}\n` : `${word}\t${description}\n`)
      }
    })
}

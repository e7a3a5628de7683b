import type { Command, Option } from 'commander'

/** Something that may stand next on a command line. */
export interface Candidate {
  readonly word: string
  readonly description: string
}

/**
 * What may stand in place of the last of `words`, which is what has been typed of it so far.
 *
 * Nothing where a value is to be typed that only the person knows; a shell then offers files.
 */
export function complete(program: Command, words: readonly string[]): readonly Candidate[] {
  const last = words.at(-1) ?? ''
  const typed = last === '=' ? '' : last
  const { command, operands, waiting } = walk(program, words.slice(0, -1))
  return candidates(command, { typed, operands, waiting }).filter(({ word }) =>
    word.startsWith(typed),
  )
}

interface Walked {
  readonly command: Command
  /** How many arguments of the command have been typed. */
  readonly operands: number
  /** The option whose value is to be typed next. */
  readonly waiting: Option | undefined
}

function walk(program: Command, words: readonly string[]): Walked {
  let command = program
  let operands = 0
  let waiting: Option | undefined
  for (const word of words) {
    if (waiting !== undefined) {
      // bash takes `--format=json` for three words.
      if (word !== '=') waiting = undefined
    } else if (word.startsWith('-')) {
      waiting = command.options.find(
        ({ long, short, required }) => required && (word === long || word === short),
      )
    } else {
      const next = visible(command).find((child) => child.name() === word)
      if (next === undefined) operands++
      // Help is asked of the other commands.
      else if (next.name() !== 'help') command = next
    }
  }
  return { command, operands, waiting }
}

function candidates(
  command: Command,
  { typed, operands, waiting }: Omit<Walked, 'command'> & { readonly typed: string },
): readonly Candidate[] {
  if (waiting !== undefined) return plain(waiting.argChoices)
  if (typed.startsWith('-')) {
    return command
      .createHelp()
      .visibleOptions(command)
      .map(({ long, short, description }) => ({ word: long ?? short ?? '', description }))
  }
  const commands = visible(command).map((child) => ({
    word: child.name(),
    description: child.description(),
  }))
  return [...commands, ...plain(command.registeredArguments[operands]?.argChoices)]
}

function visible(command: Command): readonly Command[] {
  return command.createHelp().visibleCommands(command)
}

function plain(words: readonly string[] = []): readonly Candidate[] {
  return words.map((word) => ({ word, description: '' }))
}

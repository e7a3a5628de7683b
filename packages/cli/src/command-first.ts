import type { Command, Option } from 'commander'

/**
 * A command line in which the command comes before its options.
 *
 * The nats CLI takes those of the connection before it too, as in `nats --context prod trace …`.
 */
export function commandFirst(program: Command, args: readonly string[]): readonly string[] {
  const options = optionsBelow(program)
  let at = 0
  while (args[at]?.startsWith('-') === true) at += takesNext(options, args[at]) ? 2 : 1
  const [command, ...rest] = args.slice(at)
  const before = args.slice(0, at)
  const known = program.commands.find((each) => each.name() === command)
  // `hopscope --version trace` asks for the version of the program.
  const own = program.createHelp().visibleOptions(program)
  const isOwn = before.some((word) => own.some((option) => isNamed(option, word)))
  if (command === undefined || known === undefined || isOwn) return args
  const after = [...before, ...rest]
  return [command, ...(known.commands.length > 0 ? commandFirst(known, after) : after)]
}

function optionsBelow({ commands }: Command): readonly Option[] {
  return commands.flatMap((each) => [...each.options, ...optionsBelow(each)])
}

function takesNext(options: readonly Option[], word: string | undefined): boolean {
  return options.some((option) => option.required && isNamed(option, word))
}

function isNamed({ long, short }: Option, word: string | undefined): boolean {
  return word !== undefined && (word === long || word === short)
}

import { Argument, Command, Option } from 'commander'
import { expect, test } from 'vitest'
import { complete } from './complete.ts'

test.each([
  ['the first word is a command', [''], ['ship', 'shell']],
  ['what is typed of a command narrows it', ['shi'], ['ship']],
  ['options are offered after a dash', ['ship', '--w'], ['--when', '--wrap']],
  ['options of the program are not those of a command', ['--v'], ['--version']],
  ['an option with choices offers them', ['ship', '--when', ''], ['now', 'later']],
  ['choices are narrowed', ['ship', '--when', 'l'], ['later']],
  ['a value that only the person knows is left to the shell', ['ship', '--to', ''], []],
  ['after a value comes an argument', ['shell', '--to', 'x', ''], ['bash', 'zsh']],
  ['each argument has its own choices', ['shell', 'zsh', ''], ['login']],
  ['an option without a value waits for none', ['shell', '--wrap', ''], ['bash', 'zsh']],
  ['what is hidden is not offered', ['ship', '--s'], []],
  ['a value that may be left out is not waited for', ['shell', '--maybe', ''], ['bash', 'zsh']],
])('%s', (_fact, words, expected) => {
  expect(complete(program(), words).map(({ word }) => word)).toEqual(expected)
})

test('a candidate says what it is', () => {
  expect(complete(program(), ['ship', '--when'])).toEqual([
    { word: '--when', description: 'the time' },
  ])
})

function program(): Command {
  const options = () => [
    new Option('-w, --when <time>', 'the time').choices(['now', 'later']),
    new Option('--to <place>'),
    new Option('--wrap'),
    new Option('--maybe [value]'),
    new Option('--secret').hideHelp(),
  ]
  const ship = new Command('ship')
  const shell = new Command('shell')
    .addArgument(new Argument('<shell>').choices(['bash', 'zsh']))
    .addArgument(new Argument('[kind]').choices(['login']))
  for (const command of [ship, shell]) for (const option of options()) command.addOption(option)
  return new Command('shop')
    .helpCommand(false)
    .version('1.0.0')
    .addCommand(ship)
    .addCommand(shell)
    .addCommand(new Command('hidden'), { hidden: true })
}

import type { Command } from 'commander'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { bridgeCommand } from '../src/commands/bridge.ts'
import { dlqCommand } from '../src/commands/dlq.ts'
import { demoCommand } from '../src/commands/demo.ts'
import { searchCommand } from '../src/commands/search.ts'
import { streamCommand } from '../src/commands/stream.ts'
import { tailCommand } from '../src/commands/tail.ts'
import { upCommand } from '../src/commands/up.ts'
import { viewCommand } from '../src/commands/view.ts'
import type { LogEntry } from '../src/bridge/bridge-log.ts'
import { fakeIo } from './fake-io.ts'

const REFERENCE = join(import.meta.dirname, '../../../docs/reference/cli.md')
const COMMANDS = [
  demoCommand(fakeIo()),
  upCommand(fakeIo()),
  viewCommand(fakeIo()),
  searchCommand(fakeIo(), { exitCode: 0 }),
  tailCommand(fakeIo()),
  bridgeCommand(fakeIo()),
  streamCommand(fakeIo(), { exitCode: 0 }),
  dlqCommand(fakeIo(), { exitCode: 0 }),
]

/** Commands whose section leaves options to that of another. */
const REFERRED: Readonly<Record<string, string>> = { up: 'view', tail: 'search' }

test.each(COMMANDS.map((command) => [command.name(), command] as const))(
  'the section of %s has each of its options',
  async (name, command) => {
    const section = await sectionOf(name)
    const connection = await sectionOf('Connection')
    const referred = await sectionOf(REFERRED[name] ?? name)
    const missing = optionsOf(command).filter(
      (option) => ![section, connection, referred].some((text) => text.includes(`\`${option}`)),
    )

    expect(missing).toEqual([])
  },
)

test('the section of bridge has each event that is logged', async () => {
  const section = await sectionOf('bridge')
  const missing = EVENTS.filter((event) => !section.includes(`\`${event}\``))

  expect(missing).toEqual([])
})

// A kind that is added is a compile error here.
const EVENTS = Object.keys({
  started: 0,
  'signal-started': 0,
  'signal-absent': 0,
  outage: 0,
  resumed: 0,
  'partial-success': 0,
  retry: 0,
  'dead-letter': 0,
  discarded: 0,
  problem: 0,
  disconnected: 0,
  reconnected: 0,
  figures: 0,
  stopping: 0,
  stopped: 0,
} satisfies Record<LogEntry['kind'], 0>)

async function sectionOf(name: string): Promise<string> {
  const reference = await readFile(REFERENCE, 'utf8')
  const [, section = ''] = reference.split(new RegExp(`^## (?:hopscope )?${name}$`, 'm'))
  return section.split(/^## /m)[0] ?? ''
}

function optionsOf(command: Command): readonly string[] {
  const own = command.options.map(({ long }) => long ?? '')
  return [...own, ...command.commands.flatMap(optionsOf)]
}

import { Command } from 'commander'
import { expect, test } from 'vitest'
import { commandFirst } from './command-first.ts'

test.each([
  ['trace orders.new -s host', 'trace orders.new -s host'],
  ['-s host trace orders.new', 'trace -s host orders.new'],
  ['--server host --tlsfirst trace orders.new -T', 'trace --server host --tlsfirst orders.new -T'],
  ['--server=host trace orders.new', 'trace --server=host orders.new'],
  ['-s trace trace orders.new', 'trace -s trace orders.new'],
  ['--version trace', '--version trace'],
  ['-h trace', '-h trace'],
  ['-s host', '-s host'],
  ['-s host orders.new', '-s host orders.new'],
  ['--what trace', 'trace --what'],
  ['-s host dlq show 12', 'dlq show -s host 12'],
  ['-s host dlq --stream S show 12', 'dlq show -s host --stream S 12'],
  ['dlq --stream S show', 'dlq show --stream S'],
  ['dlq -h show', 'dlq -h show'],
  ['-s host dlq', 'dlq -s host'],
  ['', ''],
])('%j is read as %j', (typed, read) => {
  expect(commandFirst(program(), words(typed)).join(' ')).toBe(read)
})

function words(text: string): readonly string[] {
  return text.split(' ').filter(Boolean)
}

function program(): Command {
  const trace = new Command('trace').option('-s, --server <urls>').option('--tlsfirst').option('-T')
  const show = new Command('show').option('-s, --server <urls>').option('--stream <name>')
  const dlq = new Command('dlq').addCommand(show)
  return new Command('hopscope').version('1').addCommand(trace).addCommand(dlq)
}

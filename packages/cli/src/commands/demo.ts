import { Command, InvalidArgumentError, Option } from 'commander'
import { CliError } from '../cli-error.ts'
import { parsePort } from '../flags/port.ts'
import type { Io } from '../io.ts'

interface DemoFlags {
  readonly once?: boolean
  readonly fail?: boolean
  readonly json?: boolean
  readonly orders: number
  readonly rate: number
  readonly keep?: boolean
  readonly port?: number
  /** `false` is `--no-page`. */
  readonly page: boolean
  readonly pagePort?: number
}

const EXAMPLES = `
Examples:
  hopscope demo                       seven orders, two a second; in a terminal it then stays open
  hopscope demo --once --fail         one order that ends as a dead letter
  hopscope demo --once --json | jq .  one trace as an OTLP JSON document`

/** `hopscope demo`: a real super-cluster, a small shop on it, and the journey of each order. */
export function demoCommand(io: Io): Command {
  return new Command('demo')
    .description('start a NATS super-cluster and a shop, and show the journey of each order')
    .option('--once', 'place one order that is shipped at the first try, and exit')
    .option('--fail', 'with --once: the order ends as a dead letter')
    .option('--json', 'with --once: print the trace as one OTLP JSON document, and nothing else')
    .addOption(count('--orders <number>', 'how many orders to place', 7))
    .addOption(count('--rate <number>', 'orders per second', 2))
    .option('--keep', 'leave the shop open until Ctrl-C, as in a terminal it is')
    .option('--no-keep', 'exit after the last order')
    .option('--no-page', 'show no web page')
    .addOption(
      new Option(
        '--page-port <port>',
        'of that page, default 7788 or the next that is free',
      ).argParser(parsePort),
    )
    .addOption(
      new Option('--port <port>', 'port for clients of C3L3, where checkout connects').argParser(
        parsePort,
      ),
    )
    .addHelpText('after', EXAMPLES)
    .action(async (flags: DemoFlags) => {
      checkFlags(flags)
      const { runDemo } = await import('../demo/run-demo.ts')
      const { once = false, fail = false, json = false } = flags
      const { keep = io.stdout.isTerminal && !once } = flags
      await runDemo(io, { ...flags, once, fail, json, keep, page: flags.page && !once })
    })
}

function checkFlags({ once, fail, json, keep }: DemoFlags): void {
  for (const [flag, isSet] of [
    ['--fail', fail],
    ['--json', json],
  ] as const) {
    if (isSet && !once) {
      throw new CliError('ARGUMENT_INVALID', `${flag} goes with --once`, {
        hint: `try: hopscope demo --once ${flag}`,
      })
    }
  }
  if (once && keep) {
    throw new CliError('ARGUMENT_INVALID', '--once and --keep exclude each other', {
      hint: 'try: hopscope demo --orders 1 --keep',
    })
  }
}

function count(flags: string, description: string, byDefault: number): Option {
  return new Option(flags, description).default(byDefault).argParser((text) => {
    const number = Number(text)
    if (Number.isInteger(number) && number >= 1 && number <= 1000) return number
    throw new InvalidArgumentError('It must be a whole number from 1 to 1000.')
  })
}

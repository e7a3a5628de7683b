import { InvalidArgumentError, Option, type Command } from 'commander'
import { parseDuration } from '../../connect/parse-duration.ts'
import { MAX_PAYLOAD_BYTES } from '../message/max-payload-bytes.ts'
import { TRACE_FORMATS } from './trace-format.ts'

/** Gives a command the options of `hopscope trace`, in groups, but for those of the connection. */
export function addTraceOptions(command: Command): void {
  for (const [heading, options] of GROUPS) {
    for (const option of options()) command.addOption(option.helpGroup(heading))
  }
}

// An option keeps what it was given, so each command needs its own.
const GROUPS: readonly (readonly [heading: string, options: () => readonly Option[]])[] = [
  ['Message:', messageOptions],
  ['Output:', outputOptions],
  ['Saved and repeated traces:', severalOptions],
  ['Checks:', checkOptions],
]

function messageOptions(): readonly Option[] {
  return [
    new Option('--deliver', 'deliver and store it, once, after a dry run'),
    new Option('-H, --header <key:value>', 'header of the message; can be repeated').argParser(
      collect,
    ),
    new Option('--size <bytes>', 'so many bytes in place of a payload').argParser(
      wholeNumber(0, MAX_PAYLOAD_BYTES),
    ),
    new Option('--reply <subject>', 'where replies go; a dry run tells what servers reply'),
    new Option('--no-traceparent', 'do not add a traceparent to the headers'),
    new Option('--msg-trace <dest>', "with --deliver: traced by the account's msg_trace"),
  ]
}

function outputOptions(): readonly Option[] {
  return [
    new Option('-T, --timestamp', 'show at what time each server had it'),
    new Option('--format <format>', 'how to print it, default text').choices(TRACE_FORMATS),
    new Option('--json', 'print one JSON document, as --format json'),
    new Option('--ndjson', "print the servers' raw events, as --format ndjson"),
    new Option('--trace', 'the same, as the nats CLI calls it'),
    new Option('--show-headers', 'do not mask header values in JSON and files'),
    new Option('--save <file>', 'keep the trace in a file'),
    new Option('--otlp <url>', 'send the hops to an OpenTelemetry backend'),
    new Option('--publish', 'store the events at telemetry.hops'),
  ]
}

function severalOptions(): readonly Option[] {
  return [
    new Option('--replay <file>', 'show a saved trace, without a server'),
    new Option('--diff <files...>', 'compare two saved traces, or one with now'),
    new Option('--count <number>', 'trace so often: who gets how many, how fast').argParser(
      wholeNumber(1, MAX_COUNT),
    ),
    new Option('--watch [interval]', 'trace again and again, default every 2s').argParser(
      parseInterval,
    ),
  ]
}

function checkOptions(): readonly Option[] {
  return [
    new Option(
      '--expect <what>',
      'stream=S, subscribers>=2, servers=A,B, max-latency=20ms or complete; can be repeated',
    ).argParser(collect),
  ]
}

const MAX_COUNT = 100_000
// What a timer of JavaScript can wait.
const MAX_INTERVAL_MS = 2_147_483_647

function collect(value: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, value]
}

function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const number = Number(text)
    if (/^\d+$/.test(text) && number >= least && number <= most) return number
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`)
  }
}

function parseInterval(text: string): number {
  const ms = parseDuration(text)
  if (ms !== undefined && ms >= 1 && ms <= MAX_INTERVAL_MS) return ms
  throw new InvalidArgumentError(
    'It must be a duration such as 500ms or 5s; a subject goes before --watch.',
  )
}

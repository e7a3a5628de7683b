import {
  ensureTelemetryStream,
  type EnsuredStream,
  type StreamDifference,
  type StreamField,
} from '@hopscope/telemetry'
import { openConnection } from '../connect/open-connection.ts'
import type { Io } from '../io.ts'
import { orInterrupt } from '../or-interrupt.ts'
import { hint, warn } from '../output/label.ts'
import { describeDifference, describeSetting } from './describe-setting.ts'
import { streamOptions, type EnsureFlags } from './stream-flags.ts'

/**
 * Creates the stream for telemetry, or takes the one that is there as it is.
 *
 * @returns the exit code: 1 if a setting is not what the command line asks for, or the stream does not
 *   store all of `telemetry.>`; else 0, whatever other settings are
 * @throws {TelemetryError} OPTION_INVALID, SUBJECT_TAKEN or STREAM_UNAVAILABLE
 * @throws {CliError} INTERRUPTED, and what connecting throws
 */
export async function runEnsure(io: Io, flags: EnsureFlags): Promise<number> {
  const options = streamOptions(flags)
  await using opened = await openConnection(io, flags, { command: 'stream' })
  const ensuring = ensureTelemetryStream(opened.connection, { ...options, ...opened.jetstream })
  const stream = await orInterrupt(ensuring, io.signal)
  const asked = askedFor(flags)
  const unmet = stream.differences.filter(({ field }) => asked.has(field))
  if (flags.json === true) printJson(io, stream)
  else printText(io, stream)
  for (const difference of unmet) warn(io, describeDifference(difference))
  if (stream.differences.length > 0) hint(io, changeHint(stream))
  return unmet.length === 0 ? 0 : 1
}

// Subjects are no option, but what the stream is for.
function askedFor(flags: EnsureFlags): ReadonlySet<StreamField> {
  const given = Object.entries(FIELDS).flatMap(([flag, field]) =>
    flags[flag as keyof typeof FIELDS] === undefined ? [] : [field],
  )
  return new Set<StreamField>(['subjects', ...given])
}

const FIELDS = {
  maxAge: 'max_age',
  maxBytes: 'max_bytes',
  maxMessages: 'max_msgs',
  maxMessageBytes: 'max_msg_size',
  duplicateWindow: 'duplicate_window',
  replicas: 'num_replicas',
  storage: 'storage',
  compression: 'compression',
  cluster: 'placement.cluster',
  tag: 'placement.tags',
} as const satisfies Partial<Record<keyof EnsureFlags, StreamField>>

function printText({ stdout }: Io, { config, adopted, differences }: EnsuredStream): void {
  const { name, subjects, storage, num_replicas: replicas } = config
  const copies = replicas === 1 ? '' : `, ${replicas} replicas`
  stdout.write(
    adopted
      ? `stream ${name} is there already, and was left as it is\n`
      : `created stream ${name} for ${subjects.join(', ')}: ${storage}${copies}, ${limits(config)}\n`,
  )
  for (const difference of differences) stdout.write(`  ${describeDifference(difference)}\n`)
}

function limits({ max_age: age, max_bytes: bytes }: EnsuredStream['config']): string {
  return `max_age ${describeSetting('max_age', age)}, max_bytes ${describeSetting('max_bytes', bytes)}`
}

function printJson({ stdout }: Io, { config, adopted, differences }: EnsuredStream): void {
  const document = { stream: config.name, created: !adopted, differences, config }
  stdout.write(`${JSON.stringify(document, null, 2)}\n`)
}

function changeHint({ config, differences }: EnsuredStream): string {
  const edits = differences.flatMap((difference) => EDITS[difference.field]?.(difference) ?? [])
  return edits.length === 0
    ? 'these settings cannot be changed: make the stream anew, or take it as it is'
    : `to change it: nats stream edit ${config.name} ${edits.join(' ')}`
}

// What the nats CLI calls them; a stream never gets another storage or retention.
const EDITS: Readonly<Partial<Record<StreamField, (difference: StreamDifference) => string>>> = {
  subjects: () => "--subjects 'telemetry.>'",
  max_age: ({ wanted }) => `--max-age ${Number(wanted) / 1e9}s`,
  max_bytes: ({ wanted }) => `--max-bytes ${String(wanted)}`,
  max_msgs: ({ wanted }) => `--max-msgs ${String(wanted)}`,
  max_msgs_per_subject: ({ wanted }) => `--max-msgs-per-subject ${String(wanted)}`,
  max_msg_size: ({ wanted }) => `--max-msg-size ${String(wanted)}`,
  discard: () => '--discard old',
  duplicate_window: ({ wanted }) => `--dupe-window ${Number(wanted) / 1e9}s`,
  num_replicas: ({ wanted }) => `--replicas ${String(wanted)}`,
  compression: ({ wanted }) => `--compression ${String(wanted)}`,
  'placement.cluster': ({ wanted }) => `--cluster ${String(wanted)}`,
  'placement.tags': ({ wanted }) =>
    [wanted]
      .flat()
      .map((tag) => `--tag ${String(tag)}`)
      .join(' '),
}

import { CliError } from '../../cli-error.ts'
import type { TypedTrace } from './typed-trace.ts'

/** @throws {CliError} ARGUMENT_INVALID if two parts of a command line exclude each other */
export function requireCompatible(typed: TypedTrace): void {
  const used = new Set(usedIn(typed))
  for (const [flag, excluded] of EXCLUDED) {
    const other = used.has(flag) ? excluded.find((name) => used.has(name)) : undefined
    if (other === undefined) continue
    throw new CliError('ARGUMENT_INVALID', `${flag} and ${other} exclude each other`, {
      hint: 'leave one of them out',
    })
  }
}

const MESSAGE = [
  '<subject>',
  '[payload]',
  '--deliver',
  '--header',
  '--size',
  '--reply',
  '--no-traceparent',
  '--msg-trace',
] as const
const REPEATED = ['--count', '--watch'] as const
const KEPT = ['--save', '--otlp', '--publish', '--expect'] as const

type Used = (typeof MESSAGE | typeof REPEATED | typeof KEPT)[number] | '--replay' | '--diff'

const EXCLUDED: readonly (readonly [Used, readonly Used[]])[] = [
  ['--size', ['[payload]']],
  ['--replay', [...MESSAGE, ...REPEATED, '--publish', '--save']],
  // Servers trace by it, and readers join the spans of hops by it.
  ['--no-traceparent', ['--msg-trace', '--otlp', '--publish']],
  ['--diff', [...REPEATED, ...KEPT, '--replay']],
  ['--count', ['--watch', '--save', '--otlp', '--publish']],
  // A message that is really delivered again and again is no way to watch.
  ['--watch', ['--deliver', ...KEPT]],
]

function usedIn({ subject, payload, flags }: TypedTrace): readonly Used[] {
  const { deliver, header, size, count, watch, save, otlp, publish, expect, replay, diff } = flags
  const given: readonly (readonly [Used, unknown])[] = [
    ['<subject>', subject],
    ['[payload]', payload],
    ['--deliver', deliver],
    ['--header', header],
    ['--size', size],
    ['--reply', flags.reply],
    ['--msg-trace', flags.msgTrace],
    ['--no-traceparent', flags.traceparent === false || undefined],
    ['--count', count],
    ['--watch', watch],
    ['--save', save],
    ['--otlp', otlp],
    ['--publish', publish],
    ['--expect', expect],
    ['--replay', replay],
    ['--diff', diff],
  ]
  return given.filter(([, value]) => value !== undefined).map(([flag]) => flag)
}

import type { Command, Option } from 'commander'
import { CliError } from '../cli-error.ts'
import type { Env } from '../connect/env.ts'

/**
 * What variables say of options that the command line leaves out; what is empty counts as absent.
 *
 * @throws {CliError} ARGUMENT_INVALID
 */
export function fromEnvironment(
  command: Command,
  options: readonly Option[],
  env: Env,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    options.flatMap((option) => {
      const text = env[variableOf(option)]
      const isTyped = command.getOptionValueSource(option.attributeName()) === 'cli'
      if (isTyped || text === undefined || text === '') return []
      return [[option.attributeName(), parse(option, text)]]
    }),
  )
}

// The variable that stands for an option of the bridge, such as `HOPSCOPE_BRIDGE_BATCH_SIZE`.
function variableOf(option: Option): string {
  return `HOPSCOPE_BRIDGE_${option.name().replaceAll('-', '_').toUpperCase()}`
}

function parse(option: Option, text: string): unknown {
  try {
    // Commander's own types say nothing of what a parser gives.
    const value: unknown = option.parseArg?.(text, undefined) ?? text
    return value
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new CliError('ARGUMENT_INVALID', `${variableOf(option)} is invalid: ${reason}`, {
      hint: `it stands for --${option.name()}, which hopscope bridge --help explains`,
    })
  }
}

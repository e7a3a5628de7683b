import type { AnyValue } from '@hopscope/observe/otlp'

/**
 * The run that a span is part of, as DagNats has it: its attribute `dagnats.run.id` or else `run_id`;
 * `no-run` if that is no text.
 *
 * @param attribute the value of an attribute by its key
 */
export function runOf(
  attribute: (key: string) => AnyValue | undefined,
  keys: readonly string[] = RUN_KEYS,
): string {
  for (const key of keys) {
    const run = attribute(key)
    if (run !== undefined) return typeof run === 'string' && run !== '' ? run : NO_RUN
  }
  return NO_RUN
}

const RUN_KEYS = ['dagnats.run.id', 'run_id']
const NO_RUN = 'no-run'

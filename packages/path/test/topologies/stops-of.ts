import { explain, type Facts, type Trace } from '../../src/index.ts'

/** Why the trace of a message ends, and what to change: a message and its hint each. */
export function stopsOf({ assembly }: Trace, facts: Facts = {}): readonly string[] {
  return explain(assembly, facts).stops.flatMap(({ message, hint }) => [message, hint])
}

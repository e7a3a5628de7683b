import type { Facts } from './facts.ts'

/** Where ours is not as the recording is. */
export interface Difference {
  /** The name of the fact, such as `writes[0].headers`. */
  readonly field: string
  /** What was recorded; absent where the recording has no such fact. */
  readonly recorded?: string
  /** What ours does; absent where it has no such fact. */
  readonly ours?: string
}

/**
 * Every fact that the two sides do not share, in the order of the recording. Of something that only
 * one side has, such as a reply, all facts are one difference.
 */
export function compare(recorded: Facts, ours: Facts): readonly Difference[] {
  const left = collapse(recorded, ours)
  const right = collapse(ours, recorded)
  const fields = new Set([...left.keys(), ...right.keys()])
  return [...fields]
    .filter((field) => left.get(field) !== right.get(field))
    .map((field) => toDifference(field, left.get(field), right.get(field)))
}

/** The facts of one side, with those that the other side cannot have put together. */
function collapse(facts: Facts, others: Facts): Facts {
  const known = new Set([...others.keys()].map(thingOf))
  const collapsed = new Map<string, string>()
  for (const [field, value] of facts) {
    const thing = thingOf(field)
    if (thing !== undefined && !known.has(thing)) {
      const before = collapsed.get(thing)
      const fact = `${field.slice(thing.length + 1)}: ${value}`
      collapsed.set(thing, before === undefined ? fact : `${before}; ${fact}`)
    } else if (others.has(field) || !isHeaderOfOne(field)) {
      collapsed.set(field, value)
    }
  }
  return collapsed
}

/** What a fact is about, where one side may do without: a reply, a dead letter, a span. */
function thingOf(field: string): string | undefined {
  return /^(reads\[\d+\]\.(reply|dead letter)|(processes|handlers)\[[^\]]+\])(?=\.)/.exec(
    field,
  )?.[0]
}

// That a side has it is told by the list of names.
function isHeaderOfOne(field: string): boolean {
  return field.includes('.headers.')
}

function toDifference(
  field: string,
  recorded: string | undefined,
  ours: string | undefined,
): Difference {
  return {
    field,
    ...(recorded !== undefined && { recorded }),
    ...(ours !== undefined && { ours }),
  }
}

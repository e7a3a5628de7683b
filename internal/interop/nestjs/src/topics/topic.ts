import type { Fixture } from '../recorded/fixture.ts'
import type { Reading } from '../ours/read.ts'
import type { Writing } from '../ours/write.ts'

/** Facts that only some fixtures have. */
export type TopicFacts = Readonly<Record<string, unknown>>

/** Something that some fixtures are about besides messages, to be found on both sides. */
export interface Topic {
  /** Whether the fixture is about it. */
  readonly isIn: (fixture: Fixture) => boolean
  readonly recorded: (fixture: Fixture) => TopicFacts
  readonly ours: (
    fixture: Fixture,
    writing: Writing,
    reading: Reading,
  ) => TopicFacts | Promise<TopicFacts>
}

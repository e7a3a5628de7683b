import { compare } from './observed/compare.ts'
import { toFacts } from './observed/facts.ts'
import { review, type Reviewed, type Verdicts } from './observed/reviewed.ts'
import type { Difference } from './observed/compare.ts'
import { read } from './ours/read.ts'
import { write } from './ours/write.ts'
import { toConversation } from './recorded/conversation.ts'
import type { Fixture } from './recorded/fixture.ts'
import { observeRecorded } from './recorded/observe-recorded.ts'
import { topicsOf } from './topics/index.ts'
import type { TopicFacts } from './topics/topic.ts'

/** What came of a fixture when ours did the same. */
export interface Replay extends Verdicts {
  readonly id: string
  /** How many facts were compared. */
  readonly compared: number
  readonly differences: readonly Difference[]
}

/**
 * Has ours do what was recorded, in both directions, on real servers: a client of ours writes what
 * nestjs-jetstream wrote, and a service of ours reads it.
 */
export async function replay(fixture: Fixture, table: readonly Reviewed[]): Promise<Replay> {
  const sends = toConversation(fixture)
  const recorded = observeRecorded(fixture, sends)
  const writing = await write(fixture, sends)
  const reading = await read(fixture, sends)
  const recordedMore: TopicFacts[] = []
  const ourMore: TopicFacts[] = []
  for (const topic of topicsOf(fixture)) {
    recordedMore.push(topic.recorded(fixture))
    ourMore.push(await topic.ours(fixture, writing, reading))
  }

  const isTold = fixture.handlerSaw !== undefined
  const recordedFacts = toFacts({ ...recorded, more: merge(recordedMore) })
  const ourFacts = toFacts({
    ...reading,
    got: recorded.got,
    ...(!isTold && { handlers: [] }),
    writes: writing.writes,
    more: merge(ourMore),
  })
  const differences = compare(recordedFacts, ourFacts)
  return {
    id: fixture.id,
    compared: recordedFacts.size,
    differences,
    ...review(fixture.id, differences, table),
  }
}

function merge(facts: readonly TopicFacts[]): TopicFacts {
  return Object.assign({}, ...facts) as TopicFacts
}

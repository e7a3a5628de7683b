import type { Fixture } from '../recorded/fixture.ts'
import { DEAD_LETTERS, LEFT_BEHIND } from './dead-letters.ts'
import { INFRASTRUCTURE } from './infrastructure.ts'
import { ACTIVE_TRACE, CAPTURE, HOOKS, INFRASTRUCTURE_SPANS } from './options.ts'
import { SET_HEADER } from './set-header.ts'
import type { Topic } from './topic.ts'

/** The topics that a fixture has besides its messages. */
export function topicsOf(fixture: Fixture): readonly Topic[] {
  return TOPICS.filter(({ isIn }) => isIn(fixture))
}

const TOPICS: readonly Topic[] = [
  SET_HEADER,
  DEAD_LETTERS,
  LEFT_BEHIND,
  ACTIVE_TRACE,
  CAPTURE,
  HOOKS,
  INFRASTRUCTURE_SPANS,
  INFRASTRUCTURE,
]

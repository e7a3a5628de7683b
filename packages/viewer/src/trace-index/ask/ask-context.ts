import type { Coverage } from '../../api/trace-summary.ts'
import type { IndexStore } from '../store/index-store.ts'
import type { Deadline } from './deadline.ts'

/** What an answer is made from. */
export interface AskContext {
  readonly store: IndexStore
  readonly coverage: Coverage
  /** The last change that was told when the question was asked. */
  readonly revision: string
  readonly deadline: Deadline
}

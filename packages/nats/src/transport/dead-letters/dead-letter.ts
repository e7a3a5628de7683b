import type { DeadLetterInfo } from '@hopscope/observe/headers'
import type { HeaderReader } from '../service/header-reader.ts'

/** A message that could not be handled, and that is not tried again. */
export interface DeadLetter {
  /** Why, and where it came from. */
  readonly info: DeadLetterInfo
  /** The payload as it came. */
  readonly data: Uint8Array
  /** The headers of the dead letter: those of the message, and what says why it is one. */
  readonly headers: HeaderReader
  /** What the handler threw, or what was wrong with the message. */
  readonly error: unknown
  /** The stream that has it now; absent if none could take it. */
  readonly storedIn?: string
}

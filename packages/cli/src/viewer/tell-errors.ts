import { plainText } from '@hopscope/path/text'
import type { Io } from '../io.ts'
import { warn } from '../output/label.ts'

/** Tells a person of failures behind the page, and of one that comes again and again once. */
export function tellErrors(io: Io): (error: unknown) => void {
  let last: string | undefined
  return (error) => {
    // It may hold what a server said, which must not steer the terminal.
    const text = plainText(error instanceof Error ? error.message : String(error))
    if (text !== last) warn(io, text)
    last = text
  }
}

import type { Output } from '../../io.ts'

/** How many columns a line may have: those of a terminal; a file or another program has room for all. */
export function lineWidth({ isTerminal, width }: Output): number {
  return isTerminal ? width : Number.MAX_SAFE_INTEGER
}

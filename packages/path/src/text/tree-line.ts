import type { LinkArrow } from './link-arrow.ts'

/** One line of a tree in text, and the lines below it. Texts are plain: one line, no control characters. */
export interface TreeLine {
  /** What the line is about. */
  readonly name: string
  /** The arrow that leads there in place of a plain branch. The text says what it means. */
  readonly arrow?: LinkArrow | undefined
  /** More about it, after the name. */
  readonly detail?: string
  /** Whether the detail stands in one column with those of other lines that want it. */
  readonly aligned?: boolean
  /** The figures, right-aligned, each in a column of its own. */
  readonly figures: readonly string[]
  /** What is left to say, after the figures. */
  readonly note?: string
  /** Something is wrong here. The text says so too: color is never needed. */
  readonly failed?: boolean
  readonly children: readonly TreeLine[]
}

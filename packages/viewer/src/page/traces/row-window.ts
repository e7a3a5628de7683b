/** Rows that are in the page, and the room of those that are not. */
export interface RowWindow {
  readonly first: number
  /** The one after the last. */
  readonly end: number
  /** Above and below them; CSS pixels. */
  readonly beforePx: number
  readonly afterPx: number
}

/** What is seen of a list of rows that are all equally high; CSS pixels. */
export interface RowSight {
  readonly count: number
  readonly rowHeight: number
  /** From the top of the first row to the top of what is seen. */
  readonly topPx: number
  readonly heightPx: number
}

/** With fewer, all are in the page: finding in the page finds them. */
const FEW = 100
/** Rows beyond both edges, so that the next one by the keyboard is there. */
const MARGIN = 20
/** The window moves by so many rows: scrolling by one draws nothing. */
const STEP = 10

/** Which rows must be in the page for what is seen. */
export function rowWindow({ count, rowHeight, topPx, heightPx }: RowSight): RowWindow {
  if (count <= FEW) return { first: 0, end: count, beforePx: 0, afterPx: 0 }
  const top = Math.floor(topPx / rowHeight) - MARGIN
  const bottom = Math.ceil((topPx + heightPx) / rowHeight) + MARGIN
  const last = count - 1
  const first = Math.min(last, Math.max(0, Math.floor(top / STEP) * STEP))
  const end = Math.min(count, Math.max(first + 1, Math.ceil(bottom / STEP) * STEP))
  return { first, end, beforePx: first * rowHeight, afterPx: (count - end) * rowHeight }
}

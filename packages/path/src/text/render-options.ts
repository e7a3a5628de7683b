/** How a picture of text is drawn. */
export interface RenderOptions {
  /** Columns of the terminal; no line is longer. @default 100 */
  readonly width?: number
  /** Whether to color what can be understood without. @default false */
  readonly color?: boolean
}

import { displayWidth, truncate } from './display-width.ts'

/** Breaks lines between words so that none is wider than `width`; what follows a break is indented. */
export function wrap(lines: readonly string[], width: number): string {
  return lines.flatMap((line) => wrapLine(line, width)).join('\n')
}

const INDENT = '  '

function wrapLine(line: string, width: number): readonly string[] {
  const wrapped: string[] = []
  let current = ''
  for (const word of line.split(' ')) {
    const longer = current === '' ? word : `${current} ${word}`
    if (displayWidth(longer) <= width || current.trim() === '') {
      current = longer
      continue
    }
    wrapped.push(current)
    current = `${INDENT}${word}`
  }
  return [...wrapped, current].map((part) => truncate(part, width))
}

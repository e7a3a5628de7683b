import { readFileSync } from 'node:fs'

const GUIDE = new URL('../../../docs/guide/production.md', import.meta.url)

/** A block of code on the page, without its fences. */
export interface GuideBlock {
  readonly language: string
  readonly code: string
}

/** All blocks of code on the page about production. */
export function guideBlocks(): readonly GuideBlock[] {
  const found = readFileSync(GUIDE, 'utf8').matchAll(/^```(\w+)\n([^]*?)^```/gm)
  return [...found].map(([, language = '', code = '']) => ({ language, code }))
}

/**
 * The configuration that the page calls so in its first line.
 *
 * @throws Error if there is none
 */
export function guideConfig(name: string): string {
  const block = guideBlocks().find(({ code }) => code.startsWith(`# ${name}\n`))
  if (!block) throw new Error(`the page has no ${name}`)
  return block.code
}

/** The page itself. */
export function guideText(): string {
  return readFileSync(GUIDE, 'utf8')
}

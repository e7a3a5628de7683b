import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const SHEET = readFileSync(new URL('../src/page/style/tokens.css', import.meta.url), 'utf8')
const THEMES = [
  ['light', readTokens(':root {')],
  ['dark', readTokens(":root[data-theme='dark'] {")],
] as const

/** WCAG 2.2: 4.5 for text, 3 for what is not text. */
const TEXT = 4.5
const GRAPHIC = 3

test.each(THEMES)('text can be read on every ground of the %s theme', (_theme, token) => {
  const texts = ['--fg', '--muted', '--accent', '--err', '--warn', '--ok'].map(token)
  const grounds = ['--bg', '--surface', '--raised', '--hover', '--selected'].map(token)

  expect(leastContrast(texts, grounds)).toBeGreaterThanOrEqual(TEXT)
})

test.each(THEMES)('badges and buttons of the %s theme can be read', (_theme, token) => {
  const pairs = [
    ['--err', '--err-soft'],
    ['--warn', '--warn-soft'],
    ['--ok', '--ok-soft'],
    ['--accent', '--accent-soft'],
    ['--on-accent', '--accent'],
  ] as const
  const contrasts = pairs.map(([text, ground]) => contrast(token(text), token(ground)))

  expect(Math.min(...contrasts)).toBeGreaterThanOrEqual(TEXT)
})

test.each(THEMES)('the twelve services and all hops of the %s theme are seen', (_theme, token) => {
  const services = Array.from({ length: 12 }, (_, index) => token(`--service-${index}`))
  const hops = ['client', 'route', 'gateway', 'leaf', 'js', 'account'].map((kind) =>
    token(`--hop-${kind}`),
  )
  const grounds = ['--bg', '--surface', '--hover', '--selected'].map(token)

  expect(leastContrast([...services, ...hops], grounds)).toBeGreaterThanOrEqual(GRAPHIC)
})

test.each(THEMES)('hints in fields of the %s theme are seen', (_theme, token) => {
  const grounds = ['--bg', '--surface'].map(token)

  expect(leastContrast([token('--faint')], grounds)).toBeGreaterThanOrEqual(GRAPHIC)
})

/** Tokens of one theme by their name. */
function readTokens(head: string): (name: string) => string {
  const begin = SHEET.indexOf(head)
  const block = SHEET.slice(begin, SHEET.indexOf('}', begin))
  const tokens = new Map(
    Array.from(block.matchAll(/(--[\w-]+): (#[0-9a-f]{6});/g), ([, name = '', color = '']) => [
      name,
      color,
    ]),
  )
  return (name) => tokens.get(name) ?? `no token ${name}`
}

function leastContrast(colors: readonly string[], grounds: readonly string[]): number {
  return Math.min(...colors.flatMap((color) => grounds.map((ground) => contrast(color, ground))))
}

function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].toSorted((x, y) => y - x)
  return (light + 0.05) / (dark + 0.05)
}

function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) =>
    linear(Number.parseInt(color.slice(at, at + 2), 16) / 255),
  )
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function linear(value: number): number {
  return value <= 0.040_45 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
}

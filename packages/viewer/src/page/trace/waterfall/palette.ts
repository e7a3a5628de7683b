import type { RowRole } from '../../../api/trace-view.ts'
import {
  readToken,
  SERVICE_HUES,
  serviceToken,
  type ServiceTokens,
} from '../../style/service-hue.ts'

/** Colors of the page's theme, for what is drawn on a canvas. */
export interface Palette {
  readonly fg: string
  readonly muted: string
  readonly line: string
  readonly accent: string
  readonly err: string
  readonly ground: string
  /** By token. */
  readonly tokens: ReadonlyMap<string, string>
  /** The tokens of the trace's services. */
  readonly hues: ServiceTokens
  readonly font: string
}

/** Reads the colors as they are now. */
export function readPalette(hues: ServiceTokens): Palette {
  const names = [
    ...Object.values(HOP_TOKENS),
    ...Array.from(
      { length: SERVICE_HUES },
      (_, index): `--service-${number}` => `--service-${index}`,
    ),
  ]
  return {
    fg: readToken('--fg'),
    muted: readToken('--muted'),
    line: readToken('--line'),
    accent: readToken('--accent'),
    err: readToken('--err'),
    ground: readToken('--surface'),
    hues,
    tokens: new Map(names.map((name) => [name, readToken(name)])),
    font: readToken('--font'),
  }
}

/** The color of a row: that of its kind of hop, or that of its service. */
export function rowColor(palette: Palette, role: RowRole, service: string): string {
  return (
    palette.tokens.get(HOP_TOKENS[role] ?? palette.hues.get(service) ?? serviceToken(service)) ??
    palette.fg
  )
}

/** The token of each role that has a color of its own. */
const HOP_TOKENS: Readonly<Partial<Record<RowRole, `--${string}`>>> = {
  'hop-client': '--hop-client',
  'hop-route': '--hop-route',
  'hop-gateway': '--hop-gateway',
  'hop-leafnode': '--hop-leaf',
  'hop-account': '--hop-account',
  'hop-jetstream': '--hop-js',
  'hop-other': '--hop-client',
  store: '--hop-js',
  mapping: '--hop-account',
}

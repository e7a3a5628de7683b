import type { RowRole } from '../../../api/trace-view.ts'

/** The sign of a role: those of hops are the `nats` command's, so that none is told by its color alone. */
export function rowGlyph(role: RowRole): string {
  return GLYPHS[role]
}

/** What a role is called, for those who hear the page. */
export function roleWord(role: RowRole): string {
  return WORDS[role]
}

const GLYPHS: Readonly<Record<RowRole, string>> = {
  work: '',
  producer: '▸',
  consumer: '◂',
  client: '⇄',
  'hop-client': '--C',
  'hop-route': '-->',
  'hop-gateway': '==>',
  'hop-leafnode': '~~>',
  'hop-account': '-A>',
  'hop-jetstream': '--J',
  'hop-other': '···',
  store: '--J',
  mapping: '-M>',
  missing: '?',
}

const WORDS: Readonly<Record<RowRole, string>> = {
  work: 'work',
  producer: 'publish',
  consumer: 'process',
  client: 'client',
  'hop-client': 'hop from a client',
  'hop-route': 'hop by route',
  'hop-gateway': 'hop by gateway',
  'hop-leafnode': 'hop by leaf node',
  'hop-account': 'hop into an account',
  'hop-jetstream': 'hop from JetStream',
  'hop-other': 'hop',
  store: 'stored in a stream',
  mapping: 'subject mapping',
  missing: 'missing span',
}

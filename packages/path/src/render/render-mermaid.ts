import type { Assembly } from '../assemble/assembly.ts'
import type { ConnectionKind } from '../event/connection-kind.ts'
import { toGraph, type GraphArrow, type GraphNode } from './to-graph.ts'

/**
 * Draws the way of a message as a Mermaid flowchart, which Markdown viewers show as a picture.
 *
 * Servers are boxes, clients are rounded and streams are cylinders. Gateways are thick arrows and
 * leaf nodes dotted ones; each has its kind and its latency written on it. A server that is silent,
 * and what refused the message, is dashed and marked with ✗.
 */
export function renderMermaid(assembly: Assembly): string {
  const { nodes, arrows } = toGraph(assembly)
  return [
    'flowchart TD',
    ...nodes.map((node) => `  ${node.id}${box(node)}`),
    ...arrows.map((arrow) => `  ${arrow.from} ${line(arrow)} ${arrow.to}`),
    '  classDef failed stroke:#c00,stroke-dasharray:5 5',
    '',
  ].join('\n')
}

function box({ shape, lines, failed }: GraphNode): string {
  const [open, close] = BRACKETS[shape]
  return `${open}"${lines.map(escape).join('<br/>')}"${close}${failed ? ':::failed' : ''}`
}

const BRACKETS = {
  client: ['([', '])'],
  server: ['[', ']'],
  stream: ['[(', ')]'],
} as const

function line({ kind, label }: GraphArrow): string {
  return label === '' ? head(kind) : `${head(kind)}|"${escape(label)}"|`
}

function head(kind: ConnectionKind): string {
  if (kind === 'gateway') return '==>'
  return kind === 'leafnode' ? '-.->' : '-->'
}

// Everything that could mean something to Mermaid, to Markdown or to HTML becomes a number: `#` and
// `;` make entities, a backtick begins Markdown, and so does a dot or a dash before a space.
function escape(text: string): string {
  return text.replace(SPECIAL, (character) => `#${character.codePointAt(0) ?? 0};`)
}

const SPECIAL = /[^\p{L}\p{M}\p{N} ,.+→✗-]|[.+-](?=\s|$)/gu

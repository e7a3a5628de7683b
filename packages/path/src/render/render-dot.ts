import type { Assembly } from '../assemble/assembly.ts'
import type { ConnectionKind } from '../event/connection-kind.ts'
import { toGraph, type GraphArrow, type GraphNode } from './to-graph.ts'

/**
 * Draws the way of a message as a graph in the DOT language, for Graphviz: `dot -Tsvg`.
 *
 * Servers are boxes, clients ellipses and streams cylinders. Gateways are bold arrows and leaf nodes
 * dashed ones; each has its kind and its latency written on it. A server that is silent, and what
 * refused the message, is red, dashed and marked with ✗.
 */
export function renderDot(assembly: Assembly): string {
  const { nodes, arrows } = toGraph(assembly)
  return [
    'digraph trace {',
    '  charset="UTF-8"',
    '  node [fontname="sans-serif"]',
    '  edge [fontname="sans-serif", fontsize=10]',
    ...nodes.map((node) => `  ${node.id} [${attributesOf(node)}]`),
    ...arrows.map((arrow) => `  ${arrow.from} -> ${arrow.to} [${attributesOfArrow(arrow)}]`),
    '}',
    '',
  ].join('\n')
}

function attributesOf({ shape, lines, failed }: GraphNode): string {
  const label = `label="${lines.map(escape).join(String.raw`\n`)}", shape=${SHAPES[shape]}`
  return failed ? `${label}, style=dashed, color=red` : label
}

const SHAPES = { client: 'ellipse', server: 'box', stream: 'cylinder' } as const

function attributesOfArrow({ kind, label, failed }: GraphArrow): string {
  const attributes = `label="${escape(label)}", style=${styleOf(kind)}`
  return failed ? `${attributes}, color=red` : attributes
}

function styleOf(kind: ConnectionKind): string {
  if (kind === 'gateway') return 'bold'
  return kind === 'leafnode' ? 'dashed' : 'solid'
}

// A backslash begins an escape (`\N` is the node's own id), an ampersand an entity of HTML.
function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('\\', String.raw`\\`)
    .replaceAll('"', String.raw`\"`)
}

import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { assemble, renderDot, renderMermaid, type TraceEvent } from '../src/index.ts'
import { decodeJson, eventsOf, scenarios } from './server-events.ts'

test('a flowchart of Mermaid has an arrow of its own kind for each link', () => {
  expect(renderMermaid(assemble(eventsOf('seedexact-dryrun')))).toMatchInlineSnapshot(`
    "flowchart TD
      n0(["client checkout"])
      n1["C3L3"]
      n2["C3N2"]
      n3["C3N3"]
      n4[("stream ORDERS")]
      n5["C1N1"]
      n6["C1N3"]
      n7["C1L2"]
      n8(["client shop-edge"])
      n9["C2N2"]
      n10["C2N3"]
      n11(["client warehouse"])
      n0 -->|"publish"| n1
      n3 -->|"would store +43 µs"| n4
      n7 -->|"subscribed to orders.#62;"| n8
      n10 -->|"subscribed to orders.#62;"| n11
      n1 -.->|"leaf node → C3 +5.5 ms"| n2
      n2 -->|"route +0.4 ms"| n3
      n2 ==>|"gateway C3 → C1 +0.8 ms"| n5
      n2 ==>|"gateway C3 → C2 +0.5 ms"| n9
      n5 -->|"route +0.4 ms"| n6
      n6 -.->|"leaf node +0.2 ms"| n7
      n9 -->|"route +0.2 ms"| n10
      classDef failed stroke:#c00,stroke-dasharray:5 5
    "
  `)
})

test('a graph of DOT has an arrow of its own kind for each link', () => {
  expect(renderDot(assemble(eventsOf('seedexact-dryrun')))).toMatchInlineSnapshot(`
    "digraph trace {
      charset="UTF-8"
      node [fontname="sans-serif"]
      edge [fontname="sans-serif", fontsize=10]
      n0 [label="client checkout", shape=ellipse]
      n1 [label="C3L3", shape=box]
      n2 [label="C3N2", shape=box]
      n3 [label="C3N3", shape=box]
      n4 [label="stream ORDERS", shape=cylinder]
      n5 [label="C1N1", shape=box]
      n6 [label="C1N3", shape=box]
      n7 [label="C1L2", shape=box]
      n8 [label="client shop-edge", shape=ellipse]
      n9 [label="C2N2", shape=box]
      n10 [label="C2N3", shape=box]
      n11 [label="client warehouse", shape=ellipse]
      n0 -> n1 [label="publish", style=solid]
      n3 -> n4 [label="would store +43 µs", style=solid]
      n7 -> n8 [label="subscribed to orders.>", style=solid]
      n10 -> n11 [label="subscribed to orders.>", style=solid]
      n1 -> n2 [label="leaf node → C3 +5.5 ms", style=dashed]
      n2 -> n3 [label="route +0.4 ms", style=solid]
      n2 -> n5 [label="gateway C3 → C1 +0.8 ms", style=bold]
      n2 -> n9 [label="gateway C3 → C2 +0.5 ms", style=bold]
      n5 -> n6 [label="route +0.4 ms", style=solid]
      n6 -> n7 [label="leaf node +0.2 ms", style=dashed]
      n9 -> n10 [label="route +0.2 ms", style=solid]
    }
    "
  `)
})

test('a silent server is marked, and stands between those before and after it', () => {
  expect(renderMermaid(assemble(eventsOf('synthetic-missing-middle')))).toMatchInlineSnapshot(`
    "flowchart TD
      n0["C1N1<br/>✗ did not report"]:::failed
      n1(["client checkout"])
      n2["C3L3"]
      n3["C3N2"]
      n4["C3N3"]
      n5[("stream ORDERS")]
      n6["C2N2"]
      n7["C2N3"]
      n8(["client warehouse"])
      n9["C1N3"]
      n10["C1L2"]
      n11(["client shop-edge"])
      n1 -->|"publish"| n2
      n4 -->|"stored +3.2 ms"| n5
      n7 -->|"subscribed to orders.#62;"| n8
      n10 -->|"subscribed to orders.#62;"| n11
      n0 -->|"route, cluster C1"| n9
      n2 -.->|"leaf node → C3 +0.3 ms"| n3
      n3 -->|"route +0.8 ms"| n4
      n3 ==>|"gateway C3 → C2 +1.2 ms"| n6
      n3 ==>|"gateway"| n0
      n6 -->|"route +0.2 ms"| n7
      n9 -.->|"leaf node +0.2 ms"| n10
      classDef failed stroke:#c00,stroke-dasharray:5 5
    "
  `)
  expect(renderDot(assemble(eventsOf('synthetic-missing-middle')))).toMatchInlineSnapshot(`
    "digraph trace {
      charset="UTF-8"
      node [fontname="sans-serif"]
      edge [fontname="sans-serif", fontsize=10]
      n0 [label="C1N1\\n✗ did not report", shape=box, style=dashed, color=red]
      n1 [label="client checkout", shape=ellipse]
      n2 [label="C3L3", shape=box]
      n3 [label="C3N2", shape=box]
      n4 [label="C3N3", shape=box]
      n5 [label="stream ORDERS", shape=cylinder]
      n6 [label="C2N2", shape=box]
      n7 [label="C2N3", shape=box]
      n8 [label="client warehouse", shape=ellipse]
      n9 [label="C1N3", shape=box]
      n10 [label="C1L2", shape=box]
      n11 [label="client shop-edge", shape=ellipse]
      n1 -> n2 [label="publish", style=solid]
      n4 -> n5 [label="stored +3.2 ms", style=solid]
      n7 -> n8 [label="subscribed to orders.>", style=solid]
      n10 -> n11 [label="subscribed to orders.>", style=solid]
      n0 -> n9 [label="route, cluster C1", style=solid]
      n2 -> n3 [label="leaf node → C3 +0.3 ms", style=dashed]
      n3 -> n4 [label="route +0.8 ms", style=solid]
      n3 -> n6 [label="gateway C3 → C2 +1.2 ms", style=bold]
      n3 -> n0 [label="gateway", style=bold, color=red]
      n6 -> n7 [label="route +0.2 ms", style=solid]
      n9 -> n10 [label="leaf node +0.2 ms", style=dashed]
    }
    "
  `)
})

test('subject mappings and accounts stand in the box of their server', () => {
  expect(renderMermaid(assemble(eventsOf('xacc3-allow-service-chain-deliver'))))
    .toMatchInlineSnapshot(`
    "flowchart TD
      n0(["client a-pub"])
      n1["C1N1<br/>service import → relay.x into account B<br/>service import relay.x → deep.x into account C"]
      n2["C1N3"]
      n3(["client c-svc"])
      n0 -->|"publish"| n1
      n2 -->|"subscribed to deep.#62;"| n3
      n1 -->|"route +0.2 ms"| n2
      classDef failed stroke:#c00,stroke-dasharray:5 5
    "
  `)
})

test('what Mermaid could take for its own language is written as numbers', () => {
  expect(renderMermaid(assemble([HOSTILE]))).toMatchInlineSnapshot(`
    "flowchart TD
      n0(["client #60;b#62;#96;1#46; x#96; #35;quot#59;"])
      n1["n1#34;#93;#59; click n0 #34;javascript#58;x#34;"]
      n2(["client #92;N#92;#34; -#62; x #38; #38;lt#59;"])
      n0 -->|"publish"| n1
      n1 -->|"subscribed to a.#62;"| n2
      classDef failed stroke:#c00,stroke-dasharray:5 5
    "
  `)
})

test('what DOT could take for its own language is escaped', () => {
  expect(renderDot(assemble([HOSTILE]))).toMatchInlineSnapshot(`
    "digraph trace {
      charset="UTF-8"
      node [fontname="sans-serif"]
      edge [fontname="sans-serif", fontsize=10]
      n0 [label="client <b>\`1. x\` #quot;", shape=ellipse]
      n1 [label="n1\\"]; click n0 \\"javascript:x\\"", shape=box]
      n2 [label="client \\\\N\\\\\\" -> x &amp; &amp;lt;", shape=ellipse]
      n0 -> n1 [label="publish", style=solid]
      n1 -> n2 [label="subscribed to a.>", style=solid]
    }
    "
  `)
})

test('no name of a server, client or subject gets out of its label', () => {
  fc.assert(
    fc.property(ANY_TEXT, ANY_TEXT, (name, subscription) => {
      const assembly = assemble([named(name, subscription)])

      expect(renderMermaid(assembly)).toMatch(MERMAID)
      expect(renderDot(assembly)).toMatch(DOT)
    }),
  )
})

test('a trace without events is an empty picture', () => {
  expect(renderMermaid(assemble([]))).toBe(
    'flowchart TD\n  classDef failed stroke:#c00,stroke-dasharray:5 5\n',
  )
  expect(renderDot(assemble([]))).not.toContain('->')
})

test.each(scenarios())('$name: every box is drawn once, and every arrow joins two', (scenario) => {
  const assembly = assemble(scenario.records.flatMap(({ json }) => decodeJson(json) ?? []))
  const dot = renderDot(assembly)
  const boxes = [...dot.matchAll(/^ {2}(n\d+) \[/gm)].map(([, id]) => id)
  const ends = [...dot.matchAll(/^ {2}(n\d+) -> (n\d+) \[/gm)].flatMap(([, a, b]) => [a, b])

  expect(new Set(boxes).size).toBe(boxes.length)
  expect(ends.filter((end) => !boxes.includes(end))).toEqual([])
  expect(boxes.length).toBeGreaterThan(0)
})

// Three boxes and two arrows, each on a line of its own, with a label that holds no quote.
const MERMAID =
  /^flowchart TD\n {2}n0\(\["[^"\n]*"\]\)\n {2}n1\["[^"\n]*"\]\n {2}n2\(\["[^"\n]*"\]\)\n( {2}n\d -->\|"[^"`\n]*"\| n\d\n){2} {2}classDef .*\n$/
const DOT =
  /^digraph trace \{\n(?: {2}[^"\n]*"[^"\n]*"[^"\n]*\n){3}(?: {2}n\d(?: -> n\d)? \[label="(?:[^"\\\n]|\\["\\n])*"[^"\n]*\]\n){5}\}\n$/
const ANY_TEXT = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom('"', '\\', '`', '#', ';', ']', '|', '<', '&', '\n', '-', '.', ' ', 'a'),
  }),
)

function named(name: string, subscription: string): TraceEvent {
  const [item] = HOSTILE.items
  const { server, ingress } = HOSTILE
  return {
    ...HOSTILE,
    server: { ...server, name },
    ingress: { ...ingress, name },
    items: [{ ...item, name, subscription }],
  }
}

const HOSTILE = {
  server: { name: 'n1"]; click n0 "javascript:x"', id: 'N', version: '2.15.1' },
  headers: new Map(),
  messageBytes: 0,
  hop: '',
  partial: false,
  dryRun: false,
  announced: 0,
  ingress: { timeUnixNano: 0n, kind: 'client', name: '<b>`1. x`\n#quot;', subject: 'a' },
  items: [
    {
      type: 'egress',
      timeUnixNano: 0n,
      kind: 'client',
      name: '\\N\\" -> x & &lt;',
      subscription: 'a.>',
    },
  ],
} as const

import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { assemble, render, type StreamFacts } from '../src/index.ts'
import { decodeJson, eventsOf } from './server-events.ts'

test.each(['first-trace', 'account-boundary'])('the guide shows the trace in %s.json', (name) => {
  expect(text('../../../docs/guide/trace-a-message.md')).toContain(`\n${drawn(name)}\n`)
})

test('the picture in the README is that of recorded events', () => {
  const picture = render(assemble(eventsOf('seedexact-traceparent')))

  expect(text('../README.md')).toContain(`\`\`\`text\n${picture}\n\`\`\``)
})

/** What `hopscope trace --save` writes, as far as a picture of it needs. */
interface SavedTrace {
  readonly streams?: readonly StreamFacts[]
  readonly events: readonly { readonly event: unknown }[]
}

function drawn(name: string): string {
  const saved: SavedTrace = JSON.parse(text(`fixtures/guide/${name}.json`))
  const events = saved.events.flatMap(({ event }) => decodeJson(JSON.stringify(event)) ?? [])
  // Elsewhere than in a terminal the command cuts no line.
  return render(assemble(events), { width: 200, facts: { streams: saved.streams ?? [] } })
}

function text(path: string): string {
  return readFileSync(new URL(path, import.meta.url), 'utf8')
}

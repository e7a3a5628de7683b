import { expect, test } from 'vitest'
import { renderDiff } from './render-diff.ts'

test('names of servers and clients do not write to the terminal', () => {
  const name = 'n1\u001b[2J\u202egone'
  const none = { servers: [], silent: [], links: [], subscribers: [], streams: [] }
  const gone = { servers: [name], silent: [name], links: [name], subscribers: [], streams: [] }
  const slower = [{ from: name, to: name, beforeMs: 1, afterMs: 5 }]

  expect(renderDiff({ same: false, added: none, gone, slower }, 200)).toMatchInlineSnapshot(`
    "-  server  n1 [2J gone
    -  silent  n1 [2J gone
    -  link    n1 [2J gone
    ~  link    n1 [2J gone → n1 [2J gone: 1.00 ms, now 5.00 ms"
  `)
})

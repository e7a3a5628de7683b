import { expect, test } from 'vitest'
import { fakeIo } from '../../test/fake-io.ts'
import { keepOpen } from './keep-open.ts'

test('after the last picture it says where the page is and what to try', async () => {
  const stdio = fakeIo({ env: { npm_lifecycle_event: 'start' }, signal: AbortSignal.abort() })
  const shop = { url: 'nats://127.0.0.1:4222', place: () => {} }
  const page = { issueLink: () => 'http://127.0.0.1:7788/traces?t=once' }

  await keepOpen(stdio, { shop, page, placed: 7 })

  expect(stdio.stderr.text).toMatchInlineSnapshot(`
    "the shop stays open and sells on, an order every 2 s

      see    http://127.0.0.1:7788/traces?t=once
      trace  npm run -s hopscope -- trace orders.new -s nats://127.0.0.1:4222
      end    Ctrl-C

    closing the shop
    "
  `)
})

import { createClient, startService } from '@hopscope/nats/transport'
import { expect, test } from 'vitest'
import { go } from '../src/go.ts'
import { python } from '../src/python.ts'
import { describeLanguage } from './describe-languages.ts'
import { startWorld } from './world.ts'

describeLanguage(go, 'a chain', (inGo) => {
  describeLanguage(python, 'and', (inPython) => {
    test('ours, Go, Python, ours: one trace, each span below the one before', async () => {
      await using world = await startWorld()
      const arrived = Promise.withResolvers<unknown>()
      await using _ = await startService(world.connection, {
        name: 'ours',
        events: { 'orders.created': arrived.resolve },
      })
      const consume = ['consume', '--server', world.url]
      await using first = inGo.run(...consume, '--name', 'first', '--forward', 'second')
      await using second = inPython.run(...consume, '--name', 'second', '--forward', 'ours')
      await Promise.all([first.until('ready'), second.until('ready')])
      const client = createClient(world.connection, { name: 'gateway', target: 'first' })

      await client.publish('orders.created', { id: 7 })
      await Promise.all([first.ended(), second.ended()])

      expect(await arrived.promise).toEqual({ id: 7 })
      const published = await world.span('publish first__microservice.ev.orders.created')
      const handled = await world.span('process ours__microservice.ev.orders.created')
      // A program tells of its spans as they end: the inner one first.
      const [fromGo, inGoSpan] = first.linesOf('span')
      const [fromPython, inPythonSpan] = second.linesOf('span')
      const chain = [published, inGoSpan, fromGo, inPythonSpan, fromPython, handled]
      expect(new Set(chain.map((span) => span?.traceId))).toEqual(new Set([published.traceId]))
      expect(chain.slice(1).map((span) => span?.parentSpanId)).toEqual(
        chain.slice(0, -1).map((span) => span?.spanId),
      )
    })

    test.each([
      { writes: 'contract', reads: 'contract', isFound: true },
      { writes: 'contract', reads: 'opentelemetry', isFound: true },
      { writes: 'opentelemetry', reads: 'contract', isFound: true },
      { writes: 'opentelemetry', reads: 'opentelemetry', isFound: false },
    ])('Go by $writes, Python by $reads: one trace is $isFound', async (carriers) => {
      await using world = await startWorld()
      const consume = ['consume', '--server', world.url, '--name', 'orders']
      await using handling = inPython.run(...consume, '--carrier', carriers.reads)
      await handling.until('ready')

      const to = ['--server', world.url, '--target', 'orders', '--pattern', 'orders.created']
      await using publishing = inGo.run('publish', ...to, '--carrier', carriers.writes)
      await publishing.ended()
      await handling.ended()

      const [published] = publishing.linesOf('span')
      const [handled] = handling.linesOf('span')
      expect(handled?.parentSpanId === published?.spanId).toBe(carriers.isFound)
    })
  })
})

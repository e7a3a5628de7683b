import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createClient, startService } from '@hopscope/nats/transport'
import { expect, test } from 'vitest'
import { GO_SOURCES } from '../src/go.ts'
import { PYTHON_SOURCES } from '../src/python.ts'
import { describeLanguages } from './describe-languages.ts'
import { startWorld } from './world.ts'

const GUIDE = new URL('../../../../docs/guide/other-languages.md', import.meta.url)

test.each([
  ['go', join(GO_SOURCES, 'examples/*/main.go')],
  ['python', join(PYTHON_SOURCES, 'examples/*.py')],
])('the programs of the guide in %s are those that are run here', (language, files) => {
  const programs = globSync(files).map((file) => readFileSync(file, 'utf8'))

  expect(new Set(codeOf(language))).toEqual(new Set(programs))
})

describeLanguages('the guide', ({ example }) => {
  test('publishes an event that is handled below its span', async () => {
    await using world = await startWorld()
    const handled = Promise.withResolvers<unknown>()
    await using _ = await startService(world.connection, {
      name: 'orders',
      events: { 'orders.created': handled.resolve },
    })

    await using publishing = example('publish', world.url)
    await publishing.ended()

    const { parentSpanId } = await world.span('process orders__microservice.ev.orders.created')
    expect(await handled.promise).toEqual({ id: 7 })
    expect(publishing.texts).toEqual([`published in span ${parentSpanId}`])
  })

  test.each([false, true])(
    'handles ours in its trace, canonicalTrace %s',
    async (canonicalTrace) => {
      await using world = await startWorld()
      const orders = { name: 'orders', events: { 'orders.created': () => {} } }
      await (await startService(world.connection, orders)).stop()
      const options = { name: 'gateway', target: 'orders', canonicalTrace }

      await createClient(world.connection, options).publish('orders.created', { id: 7 })
      await using handling = example('consume', world.url)
      await handling.ended()

      const { traceId } = await world.span('publish orders__microservice.ev.orders.created')
      expect(handling.texts).toEqual([`handled in trace ${traceId}`])
    },
  )
})

/** The code of the guide in a language. */
function codeOf(language: string): readonly string[] {
  const blocks = readFileSync(GUIDE, 'utf8').matchAll(/^```(\w+)\n([^]*?)^```/gm)
  return [...blocks].filter(([, name]) => name === language).map(([, , code = '']) => code)
}

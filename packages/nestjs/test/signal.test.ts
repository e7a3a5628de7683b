import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { startNatsServer } from '@hopscope/nats-server'
import { JetstreamClient } from '@hopscope/nestjs'
import { expect, test } from 'vitest'

test('a signal ends the process when its handlers are done', async () => {
  await using server = await startNatsServer()
  const client = new JetstreamClient({
    name: 'gateway',
    target: 'orders',
    servers: server.url,
    tracing: false,
  })
  const app = spawn(process.execPath, ['--conditions=@hopscope/source', APP, server.url], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(app, 'exit')
  const lines = createInterface({ input: app.stdout })[Symbol.asyncIterator]()

  await expect(lines.next()).resolves.toMatchObject({ value: 'listening' })
  client.emit('order.created', {})
  await expect(lines.next()).resolves.toMatchObject({ value: 'handling' })
  app.kill('SIGTERM')

  await expect(lines.next()).resolves.toMatchObject({ value: 'handled' })
  expect(await exited).toEqual([null, 'SIGTERM'])
  await client.close()
})

const APP = fileURLToPath(new URL('signal-app.ts', import.meta.url))

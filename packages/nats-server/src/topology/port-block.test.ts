import { createServer } from 'node:net'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { PortBlock } from './port-block.ts'

test('gives ports that can be listened on', async () => {
  await using block = await PortBlock.reserve(1)
  const server = createServer().listen(block.take(), '127.0.0.1')

  await once(server, 'listening')
  server.close()
})

test('gives every port once', async () => {
  await using block = await PortBlock.reserve(2)

  expect(block.take()).not.toBe(block.take())
  expect(() => block.take()).toThrow('used up')
})

test('gives no port to two at a time', async () => {
  await using one = await PortBlock.reserve(27)
  await using other = await PortBlock.reserve(27)

  const ports = [...takeAll(one, 27), ...takeAll(other, 27)]

  expect(new Set(ports).size).toBe(54)
})

function takeAll(block: PortBlock, count: number): readonly number[] {
  return Array.from({ length: count }, () => block.take())
}

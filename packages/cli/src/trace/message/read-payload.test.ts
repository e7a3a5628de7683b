import { createReadStream } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { fakeIo } from '../../../test/fake-io.ts'
import { temporaryFolder } from '../../../test/temporary-folder.ts'
import { readPayload } from './read-payload.ts'

test.each([
  ['no text is an empty payload', undefined, ''],
  ['a text is taken as it is', '{"id": 7}', '{"id": 7}'],
  ['@@ begins a text with @', '@@home', '@home'],
])('%s', async (_fact, text, payload) => {
  expect(await readPayload(fakeIo(), { text })).toBe(payload)
})

test('@file is what the file holds, byte by byte', async () => {
  await using folder = await temporaryFolder()
  const file = folder.file('order.bin')
  await writeFile(file, Uint8Array.of(0, 255, 10))

  expect(await readPayload(fakeIo(), { text: `@${file}` })).toEqual(Buffer.of(0, 255, 10))
})

test('a file that is not there is told of by its name', async () => {
  await expect(readPayload(fakeIo(), { text: '@/nowhere/order.json' })).rejects.toMatchObject({
    code: 'FILE_INVALID',
    message: 'the payload "/nowhere/order.json" cannot be read',
  })
})

test('- is what is piped in, to its end', async () => {
  const io = fakeIo({ stdin: 'from a pipe\n' })

  expect(String(await readPayload(io, { text: '-' }))).toBe('from a pipe\n')
  expect(io.stderr.text).toBe('')
})

test('stdin that never ends is not waited for unless it is asked for', async () => {
  const io = { ...fakeIo(), stdin: endless() }

  expect(await readPayload(io, {})).toBe('')
})

test('a person who types the payload is told so, and may give up', async () => {
  const interrupt = new AbortController()
  const fake = fakeIo({ signal: interrupt.signal })
  const reading = readPayload(
    { ...fake, stdin: Object.assign(endless(), { isTTY: true }) },
    { text: '-' },
  )
  interrupt.abort()

  await expect(reading).rejects.toMatchObject({ code: 'INTERRUPTED' })
  expect(fake.stderr.text).toBe('the payload is what you type now, Ctrl-D ends it\n')
})

test.runIf(process.platform === 'linux')(
  'a file or pipe that never ends is read up to what servers take',
  async () => {
    const zeros = createReadStream('/dev/zero')

    await expect(readPayload(fakeIo(), { text: '@/dev/zero' })).rejects.toMatchObject({
      code: 'ARGUMENT_INVALID',
      message: 'the payload is larger than 67108864 bytes',
    })
    await expect(readPayload({ ...fakeIo(), stdin: zeros }, { text: '-' })).rejects.toMatchObject({
      code: 'ARGUMENT_INVALID',
    })
  },
)

test('a size is a payload of so many bytes', async () => {
  expect(await readPayload(fakeIo(), { size: 3 })).toEqual(new TextEncoder().encode('xxx'))
})

function endless(): Readable {
  return new Readable({ read: () => {} })
}

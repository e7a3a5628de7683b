import { expect, test } from 'vitest'
import type { Frame } from '../src/wire/frame.ts'
import { FrameParser } from '../src/wire/frame-parser.ts'

const HEADERS = 'NATS/1.0\r\nx-b: 1\r\nX-A:2\r\n\r\n'
const BYTES = Buffer.from(
  `CONNECT {}\r\nPUB a 2\r\nhi\r\nHPUB b _INBOX.1 ${HEADERS.length} ${HEADERS.length + 4}\r\n${HEADERS}é\r\n\r\nPING\r\nMSG c 9 0\r\n\r\n`,
)

test('messages are taken out of the bytes with their headers in order and case', () => {
  expect(parse([BYTES])).toEqual([
    { verb: 'PUB', subject: 'a', headers: [], payload: bytes('hi') },
    {
      verb: 'HPUB',
      subject: 'b',
      reply: '_INBOX.1',
      statusLine: 'NATS/1.0',
      headers: [
        ['x-b', '1'],
        ['X-A', '2'],
      ],
      payload: bytes('é\r\n'),
    },
    { verb: 'MSG', subject: 'c', headers: [], payload: bytes('') },
  ])
})

test('messages are the same when their bytes come one by one', () => {
  expect(parse(Array.from(BYTES, (byte) => Buffer.from([byte])))).toEqual(parse([BYTES]))
})

function parse(pieces: readonly Buffer[]): readonly Frame[] {
  const frames: Frame[] = []
  const parser = new FrameParser((frame) => frames.push(frame))
  for (const piece of pieces) parser.push(piece)
  return frames
}

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

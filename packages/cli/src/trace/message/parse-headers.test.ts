import { expect, test } from 'vitest'
import { parseHeaders } from './parse-headers.ts'

test.each([
  ['tenant:acme', 'tenant', 'acme'],
  ['tenant: acme ', 'tenant', 'acme'],
  ['url:nats://a:1', 'url', 'nats://a:1'],
  ['empty:', 'empty', ''],
  ['tab:a\tb', 'tab', 'a\tb'],
])('%j is %s with %j', (text, name, value) => {
  expect([...parseHeaders([text])]).toEqual([[name, [value]]])
})

test('values of one name stay together, in their order', () => {
  expect([...parseHeaders(['a:1', 'b:2', 'a:3'])]).toEqual([
    ['a', ['1', '3']],
    ['b', ['2']],
  ])
})

test.each([
  ['Bearer=s3cret', 'a header has no colon'],
  [':s3cret', '"" is no name of a header'],
  ['a b:s3cret', '"a b" is no name of a header'],
  ['ä:s3cret', '"ä" is no name of a header'],
  ['a:s3cret\r\nb:c', 'header a has a control character'],
  ['Nats-Trace-Dest:s3cret', 'header Nats-Trace-Dest is set by the trace itself'],
  ['nats-trace-only:s3cret', 'header nats-trace-only is set by the trace itself'],
])('%j is refused, and the value is not told', (text, message) => {
  expect(() => parseHeaders([text])).toThrow(
    expect.objectContaining({ code: 'ARGUMENT_INVALID', message }),
  )
})

import {
  array,
  assert,
  constant,
  constantFrom,
  dictionary,
  letrec,
  oneof,
  property,
} from 'fast-check'
import { expect, test } from 'vitest'
import { maskHeaders } from './mask-headers.ts'

test('a trace is read from values that are shown, all others are masked', () => {
  const event = eventWith({
    TraceParent: ['00-a-b-01'],
    'Nats-Trace-Hop': ['1.2'],
    Authorization: ['s3cret', 'other'],
    baggage: ['user=7'],
  })

  expect(maskHeaders(event)).toEqual(
    eventWith({
      TraceParent: ['00-a-b-01'],
      'Nats-Trace-Hop': ['1.2'],
      Authorization: ['***', '***'],
      baggage: ['***'],
    }),
  )
})

test('the event that was given stays as it was', () => {
  const event = eventWith({ Authorization: ['s3cret'] })
  maskHeaders(event)

  expect(event).toEqual(eventWith({ Authorization: ['s3cret'] }))
})

test('whatever a header is, no secret comes through', () => {
  const nested = letrec((tie) => ({
    json: oneof(
      constant('s3cret'),
      array(tie('json'), { maxLength: 3 }),
      dictionary(constantFrom('x', 'Nats_', 'natsy'), tie('json'), { maxKeys: 2 }),
    ),
  })).json
  assert(
    property(nested, (header) => {
      expect(JSON.stringify(maskHeaders({ request: { header } }))).not.toContain('s3cret')
    }),
  )
})

test('an event without headers stays as it is', () => {
  expect(maskHeaders({ server: { name: 'n1' } })).toEqual({ server: { name: 'n1' } })
})

function eventWith(header: Record<string, readonly string[]>) {
  return { server: { name: 'n1' }, request: { header, msgsize: 7 } }
}

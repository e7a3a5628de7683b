import {
  createContextKey,
  defaultTextMapGetter,
  defaultTextMapSetter,
  propagation,
  ROOT_CONTEXT,
  type BaggageEntry,
  type Context,
} from '@opentelemetry/api'
import { expect, test } from 'vitest'
import { toBaggageMembers, toOtelBaggage } from './otel-baggage.ts'
import { baggageHeader, w3cBaggagePropagator } from './w3c-baggage-propagator.ts'

test('passes baggage on as it came', () => {
  const headers = { baggage: 'tenant=acme;plan=gold;trial,user=Am%C3%A9lie,empty=' }

  expect(inject(extract(headers))).toEqual(headers)
})

test('gives the application what was sent, decoded', () => {
  const baggage = propagation.getBaggage(extract({ baggage: 'user=Am%C3%A9lie;plan=a%20b' }))

  expect(baggage?.getEntry('user')?.value).toBe('Amélie')
  expect(baggage?.getEntry('user')?.metadata?.toString()).toBe('plan=a%20b')
})

test('sends what the application set', () => {
  expect(inject(withEntry('tenant', { value: 'acme, Inc.' }))).toEqual({
    baggage: 'tenant=acme%2C%20Inc.',
  })
})

test.each([
  ['reads the name in any case', { Baggage: 'a=1' }],
  ['reads a carrier whose values are lists', { baggage: ['a=1'] }],
])('%s', (_, headers) => {
  expect(inject(extract(headers))).toEqual({ baggage: 'a=1' })
})

test('joins what was sent in several headers, and of one key keeps the last', () => {
  expect(inject(extract({ baggage: ['a=1,b=2', 'a=3'] }))).toEqual({ baggage: 'a=3,b=2' })
})

test.each([
  ['nothing', {}],
  ['an empty header', { baggage: '' }],
  ['no valid member', { baggage: 'a b=1' }],
])('leaves the context as it was when it reads %s', (_, headers) => {
  expect(extract(headers)).toBe(ROOT_CONTEXT)
})

test('leaves metadata out that would become another member', () => {
  const metadata = propagation.createBaggage()
  const entry = { value: '1', metadata: { toString: () => 'ok;evil,b=2' } } as BaggageEntry

  expect(toBaggageMembers(metadata.setEntry('a', entry))).toEqual([
    { key: 'a', value: '1', properties: [{ key: 'ok' }] },
  ])
})

test('keeps members through the baggage of the API', () => {
  const members = [
    { key: '__proto__', value: '1', properties: [] },
    { key: 'b', value: 'ä', properties: [{ key: 'p', value: ';' }, { key: 'q' }] },
  ]

  expect(toBaggageMembers(toOtelBaggage(members))).toEqual(members)
})

test('writes nothing without baggage', () => {
  expect(inject(ROOT_CONTEXT)).toEqual({})
  expect(baggageHeader(ROOT_CONTEXT)).toBe('')
})

test('writes nothing while tracing is suppressed', () => {
  const suppressed = createContextKey('OpenTelemetry SDK Context Key SUPPRESS_TRACING')

  expect(inject(extract({ baggage: 'a=1' }).setValue(suppressed, true))).toEqual({})
})

test('names the header that it writes', () => {
  expect(w3cBaggagePropagator.fields()).toEqual(['baggage'])
})

function withEntry(key: string, entry: BaggageEntry): Context {
  return propagation.setBaggage(ROOT_CONTEXT, propagation.createBaggage({ [key]: entry }))
}

function extract(carrier: unknown): Context {
  return w3cBaggagePropagator.extract(ROOT_CONTEXT, carrier, defaultTextMapGetter)
}

function inject(context: Context): Record<string, string> {
  const carrier: Record<string, string> = {}
  w3cBaggagePropagator.inject(context, carrier, defaultTextMapSetter)
  return carrier
}

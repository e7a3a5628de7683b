import { readFileSync } from 'node:fs'
import type { ResourceSpans, SpanData } from '@hopscope/observe/otlp'
import { expect, test } from 'vitest'
import { toSpans } from '../src/index.ts'
import { eventsOf, scenarios } from './server-events.ts'

/** Scenarios in which the event that would make the parent is known to be missing. */
const WITHOUT_PARENT = {
  'leafboth-leaf2hub-traceparent': 'the account of the leaf sends its event to another subject',
  'synthetic-missing-middle': 'the event of C1N1 was taken out',
  'synthetic-missing-origin': 'the event of C3L3 was taken out',
}

/** Scenarios in which the same ids are meant to come more than once. */
const REPEATED = {
  'synthetic-duplicates-reversed': 'each event is there twice',
  'tz-offset': 'one message without a traceparent was traced five times',
}

test.each(names())('gives the spans of %s ids of their own', (name) => {
  const ids = spansOf(name).map(({ spanId }) => spanId)

  expect(new Set(ids).size < ids.length).toBe(name in REPEATED)
})

test.each(names())('gives the spans of %s parents that are there', (name) => {
  const spans = spansOf(name)
  const known = new Set([...spans.map(({ spanId }) => spanId), ...producersOf(spans)])
  const orphans = spans.filter((span) => !known.has(span.parentSpanId ?? PRODUCER))

  expect(orphans.length > 0).toBe(name in WITHOUT_PARENT)
})

test('gives two publishes of one context two sets of ids only if something tells them apart', () => {
  expect(spansOf('tp-same-context-1').map(({ spanId }) => spanId)).toEqual(
    spansOf('tp-same-context-2').map(({ spanId }) => spanId),
  )
})

test('gives the same event twice the same spans', () => {
  const pairs = Map.groupBy(spansOf('synthetic-duplicates-reversed'), ({ spanId }) => spanId)

  expect([...pairs.values()].map(([first]) => [first, first])).toEqual([...pairs.values()])
})

test('puts the spans of the traced message in its own trace below its producer', () => {
  const spans = spansOf('seedexact-traceparent')

  expect(new Set(spans.map(({ traceId }) => traceId))).toEqual(
    new Set(['3d3690e6fd73f91ac157d8034260e3f6']),
  )
  expect(spans.filter(({ parentSpanId }) => parentSpanId === '7dacb7e8e8a0519c')).toEqual([
    expect.objectContaining({ name: 'hop C3L3' }),
  ])
})

test('emits exactly the attributes that the reference lists, on the spans it lists them for', () => {
  expect(emittedAttributes()).toEqual(documentedAttributes())
})

const PRODUCER = '00f067aa0ba902b7'

function names(): readonly string[] {
  return scenarios().map(({ name }) => name)
}

function converted(name: string): readonly ResourceSpans[] {
  const given = { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', producerSpanId: PRODUCER }
  return eventsOf(name).flatMap((event) => toSpans(event, given) ?? [])
}

function spansOf(name: string): readonly SpanData[] {
  return converted(name).flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans))
}

function producersOf(spans: readonly SpanData[]): readonly string[] {
  return spans.flatMap(({ attributes }) => {
    const producer = attributes['nats.trace.producer']
    return typeof producer === 'string' ? [producer] : []
  })
}

function emittedAttributes(): readonly string[] {
  const found = new Set<string>()
  for (const { resource, scopeSpans } of names().flatMap((name) => converted(name))) {
    for (const key of Object.keys(resource.attributes)) found.add(`${key} | resource`)
    for (const span of scopeSpans.flatMap(({ spans }) => spans)) {
      const [what = ''] = span.name.split(' ')
      for (const key of Object.keys(span.attributes)) found.add(`${key} | ${what}`)
      for (const event of span.events) {
        for (const key of Object.keys(event.attributes)) found.add(`${key} | event ${event.name}`)
      }
    }
  }
  return [...found].toSorted((a, b) => a.localeCompare(b))
}

function documentedAttributes(): readonly string[] {
  const page = new URL('../../../docs/reference/attributes.md', import.meta.url)
  const [, hops = ''] = readFileSync(page, 'utf8').split('## Server hops')
  const rows = hops.matchAll(/^\| `([^`<]+)` +\| [^|]+ \| ([^|]+) \|/gm)
  return [...rows]
    .flatMap(([, key = '', where = '']) => where.split(',').map((on) => `${key} | ${on.trim()}`))
    .toSorted((a, b) => a.localeCompare(b))
}

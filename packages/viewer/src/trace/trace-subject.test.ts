import { spanRole, type JourneySpan } from '@hopscope/path'
import { expect, test } from 'vitest'
import { handle, hop, publish, work, type SpanFields } from '../../test/build-span.ts'
import { recordedOrder } from '../../test/recorded-order.ts'
import { traceSubject } from './trace-subject.ts'

test('a recorded order is known by the order, not by the payment that it asked for first', () => {
  const spans = recordedOrder()
  const root = spans.find(({ span }) => span.parentSpanId === undefined)

  expect(subjectOf(spans, root)).toBe('orders.new')
})

test.each<[what: string, root: JourneySpan, spans: readonly JourneySpan[], subject: string]>([
  ['what the root publishes', publish('root', to('a')), [publish('b', to('b'))], 'a'],
  ['what the root asks', publish('root', ask('a')), [publish('b', to('b'))], 'a'],
  ['what the root gets', handle('root', to('a')), [publish('b', to('b'))], 'a'],
  ['the first that its service publishes', work('root'), [later(), publish('a', to('a'))], 'a'],
  ['what it publishes after it asked', work('root'), [publish('b', ask('b')), later()], 'later'],
  ['what it asks if it publishes nothing', work('root'), [ofOther(), publish('a', ask('a'))], 'a'],
  [
    'what others publish if it sends nothing',
    work('root'),
    [handle('c', to('c')), ofOther()],
    'other',
  ],
  [
    'what servers tell before who gets it',
    work('root'),
    [handle('b', to('b')), hop('n1', to('a'))],
    'a',
  ],
  ['what somebody gets if nobody else tells', work('root'), [handle('a', to('a'))], 'a'],
])('the subject of a trace is %s', (_what, root, spans, subject) => {
  expect(subjectOf([root, ...spans], root)).toBe(subject)
  expect(subjectOf([...spans.toReversed(), root], root)).toBe(subject)
})

test('a trace whose root has not come has a subject all the same', () => {
  expect(subjectOf([handle('b', to('b')), publish('a', to('a'))], undefined)).toBe('a')
})

test('a trace without messages has none', () => {
  expect(subjectOf([work('root')], work('root'))).toBeUndefined()
})

function subjectOf(
  spans: readonly JourneySpan[],
  root: JourneySpan | undefined,
): string | undefined {
  return traceSubject(
    spans.map((span) => ({ ...span, role: spanRole(span) })),
    root,
  )
}

function to(subject: string): SpanFields {
  return { attributes: { 'messaging.destination.name': subject } }
}

function ask(subject: string): SpanFields {
  const name = { 'messaging.operation.name': 'request' }
  return { attributes: { ...to(subject).attributes, ...name } }
}

function later(): JourneySpan {
  return publish('later', { ...to('later'), start: 9 })
}

function ofOther(): JourneySpan {
  return publish('other', { ...to('other'), service: 'other' })
}

import type { Written } from '../recorded/conversation.ts'
import type { WireMessage } from '../recorded/fixture.ts'
import { parseSubject } from '../recorded/subjects.ts'
import { valuesOf } from '../wire/frame.ts'
import type { Observed, Write } from './observed.ts'
import { shapeOfHeader, textOf, type KnownValues } from './shape.ts'

/** What can be compared of a scenario: facts by their names, such as `writes[0].headers`. */
export type Facts = ReadonlyMap<string, string>

/** Puts what was observed into facts, in which what differs from run to run is only a format. */
export function toFacts({ writes, got, reads, handlers, processes, more }: Observed): Facts {
  const facts = new Map<string, string>()
  writes.forEach((write, at) => addWrite(facts, `writes[${at}]`, write))
  reads.forEach((written, at) => {
    if (written) addRead(facts, `reads[${at}]`, written, got[at])
  })
  addNumbered(facts, 'handlers', handlers)
  addNumbered(facts, 'processes', processes)
  addFields(facts, '', more)
  return facts
}

function addWrite(facts: Map<string, string>, field: string, write: Write): void {
  const { message, span, outcome, traceparentOf } = write
  if (message) {
    facts.set(`${field}.subject`, message.subject)
    addMessage(facts, field, message, {})
    facts.set(`${field}.traceparent of`, traceparentOf)
  }
  if (span) addFields(facts, `${field}.span`, span)
  if (outcome) facts.set(`${field}.outcome`, toText(outcome))
}

function addRead(
  facts: Map<string, string>,
  field: string,
  written: readonly Written[],
  request: WireMessage | undefined,
): void {
  const order = written.map(({ what, message }) =>
    what === 'settlement' ? textOf(message.payload) : what,
  )
  facts.set(`${field}.written`, toText(order))
  const known = valuesKnownOf(request)
  for (const { what, message } of written) {
    if (what !== 'settlement') addMessage(facts, `${field}.${what}`, message, known)
  }
}

function valuesKnownOf(request: WireMessage | undefined): KnownValues {
  if (!request) return {}

  const shared = ['traceparent', 'x-correlation-id']
  const entries = shared.map((name) => {
    const [value = ''] = valuesOf(request, name)
    return [name, { value, meaning: 'that of the message' }] as const
  })
  return Object.fromEntries(entries)
}

function addMessage(
  facts: Map<string, string>,
  field: string,
  { headers, payload }: WireMessage,
  known: KnownValues,
): void {
  facts.set(`${field}.headers`, headers.map(([name]) => name).join(', '))
  for (const [name, value] of headers) {
    const shape = shapeOfHeader(name, value, known)
    const before = facts.get(`${field}.headers.${name}`)
    facts.set(`${field}.headers.${name}`, before === undefined ? shape : `${before} | ${shape}`)
  }
  facts.set(`${field}.payload`, textOf(payload))
}

// By pattern and number: the order among messages of several subjects is not the same in every run.
function addNumbered(
  facts: Map<string, string>,
  list: string,
  items: readonly { readonly subject: string }[],
): void {
  const counts = new Map<string, number>()
  for (const item of items) {
    const name = parseSubject(item.subject)?.pattern ?? item.subject
    const count = (counts.get(name) ?? 0) + 1
    counts.set(name, count)
    addFields(facts, `${list}[${name} ${count}]`, item)
  }
}

function addFields(facts: Map<string, string>, field: string, fields: object): void {
  for (const [name, value] of Object.entries(fields)) {
    facts.set(field === '' ? name : `${field}.${name}`, toText(value))
  }
}

function toText(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? 'undefined')
}

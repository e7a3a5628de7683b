/**
 * What is the same of a value in every run: ids and dates by their format, the rest as it is.
 *
 * @param name - of the header, in any case
 */
export function shapeOfHeader(name: string, value: string, known: KnownValues): string {
  const same = known[name.toLowerCase()]
  if (same !== undefined && same.value === value) return same.meaning
  if (NUID.test(value)) return '<nuid>'
  if (ISO_DATE.test(value)) return '<date>'
  if (TRACEPARENT.test(value)) return `00-<trace>-<span>-${value.slice(-2)}`
  return value.replace(INBOX, '$1.<nuid>').replace(TIME, '-<time>')
}

/** Values that a header may share with another message, and what it means if it does. */
export type KnownValues = Readonly<
  Record<string, { readonly value: string; readonly meaning: string }>
>

/** Whether an id looks like those that NATS clients make up. */
export function isNuid(value: string): boolean {
  return NUID.test(value)
}

const NUID = /^[0-9A-Za-z]{22}$/
const ISO_DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/
const TRACEPARENT = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/
const TIME = /-\d{13,19}$/
const INBOX = /^([^.]+__microservice)\.[0-9A-Za-z]{22}$/

/** A payload as text, or in base64 where it is none. */
export function textOf(payload: Uint8Array): string {
  const text = Buffer.from(payload).toString('utf8')
  const isText = Buffer.from(text, 'utf8').equals(payload)
  return isText ? text : `base64:${Buffer.from(payload).toString('base64')}`
}

import type { TraceState } from '@opentelemetry/api'
import { trimOws } from './trim-ows.ts'

/**
 * Reads a `tracestate` by the rules of W3C Trace Context Level 2, its values in order when the
 * header was sent more than once.
 *
 * One invalid member, or more than 32, and the whole list is given up: `undefined`, as for a list
 * without members. Of members with the same key the first is kept. The result is immutable: `set`
 * and `unset` return another list. `set` puts the member in front, lets the last one go when there
 * would be 33, and ignores a key or a value that could not be sent.
 */
export function parseTracestate(value: string | readonly string[]): TraceState | undefined {
  const text = typeof value === 'string' ? value : value.join(',')
  const members = new Map<string, string>()
  for (const part of text.split(',')) {
    const member = trimOws(part)
    if (member === '') continue

    const equals = member.indexOf('=')
    if (equals < 0) return undefined
    const key = member.slice(0, equals)
    const memberValue = member.slice(equals + 1)
    if (!KEY.test(key) || !VALUE.test(memberValue)) return undefined

    if (!members.has(key)) members.set(key, memberValue)
    if (members.size > MAX_MEMBERS) return undefined
  }
  return members.size === 0 ? undefined : traceStateOf(members)
}

const MAX_MEMBERS = 32

// `key` and `value` of W3C Trace Context Level 2, 3.3.1.3.
const KEY = /^[a-z0-9][a-z0-9_\-*/@]{0,255}$/
const VALUE = /^[\x20-\x2b\x2d-\x3c\x3e-\x7e]{0,255}[\x21-\x2b\x2d-\x3c\x3e-\x7e]$/

function traceStateOf(members: ReadonlyMap<string, string>): TraceState {
  const state: TraceState = {
    get: (key) => members.get(key),
    set: (key, value) => {
      if (!KEY.test(key) || !VALUE.test(value)) return state
      const rest = [...members].filter(([other]) => other !== key)
      return traceStateOf(new Map([[key, value], ...rest.slice(0, MAX_MEMBERS - 1)]))
    },
    unset: (key) => traceStateOf(new Map([...members].filter(([other]) => other !== key))),
    serialize: () => Array.from(members, ([key, value]) => `${key}=${value}`).join(','),
  }
  return state
}

import { CliError } from '../../cli-error.ts'
import { parseDuration } from '../../connect/parse-duration.ts'
import type { Expectation, Relation } from './expectation.ts'

/**
 * Reads an expectation, such as `stream=ORDERS`, `subscribers>=2` or `complete`.
 *
 * @throws {CliError} ARGUMENT_INVALID
 */
export function parseExpectation(typed: string): Expectation {
  const expectation = parse(typed)
  if (expectation !== undefined) return expectation
  throw new CliError('ARGUMENT_INVALID', `${JSON.stringify(typed)} cannot be expected`, {
    hint: 'write complete, stream=ORDERS, subscribers>=2, subscribers=0, servers=n1,n2 or max-latency=20ms',
  })
}

function parse(typed: string): Expectation | undefined {
  if (typed === 'complete') return { key: 'complete' }
  const [, key = '', relation, value = ''] = /^([a-z-]+)(=|>=|<=)(.+)$/s.exec(typed) ?? []
  if (key === 'subscribers' && isRelation(relation) && /^\d{1,9}$/.test(value)) {
    return { key, relation, count: Number(value) }
  }
  if (relation !== '=') return undefined
  if (key === 'stream') return { key, name: value }
  if (key === 'servers') return { key, names: value.split(',').map((name) => name.trim()) }
  if (key !== 'max-latency') return undefined
  const latencyMs = parseDuration(value)
  return latencyMs === undefined || latencyMs <= 0 ? undefined : { key, latencyMs }
}

function isRelation(text: string | undefined): text is Relation {
  return text === '=' || text === '>=' || text === '<='
}

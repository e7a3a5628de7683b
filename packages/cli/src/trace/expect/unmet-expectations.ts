import { linksOf, type Link } from '../links-of.ts'
import { type TraceRecord } from '../record/trace-record.ts'
import { toTraceDocument } from '../to-trace-document.ts'
import { type TraceDocument } from '../trace-document.ts'
import { type Expectation, type Relation } from './expectation.ts'

/** Says of each expectation that a trace does not meet what was expected and what there is. */
export function unmetExpectations(
  record: TraceRecord,
  expectations: readonly Expectation[],
): readonly string[] {
  const document = toTraceDocument(record)
  return expectations.flatMap((expectation) => complaint(record, document, expectation) ?? [])
}

function complaint(
  { assembly }: TraceRecord,
  { complete, verdict, servers }: TraceDocument,
  expectation: Expectation,
): string | undefined {
  switch (expectation.key) {
    case 'complete':
      return unless(complete, `every server to report, silent: ${listed(verdict.silent)}`)
    case 'stream': {
      const { name } = expectation
      const { streams } = verdict
      return unless(streams.includes(name), `stream ${name}, got ${listed(streams)}`)
    }
    case 'subscribers': {
      const { relation, count } = expectation
      const { subscribers } = verdict
      const expected = `subscribers${relation}${count}, got ${subscribers}`
      return unless(compare(subscribers, relation, count), expected)
    }
    case 'servers': {
      const names = servers.map(({ name }) => name)
      return serversComplaint(names, expectation.names)
    }
    default:
      return latencyComplaint(linksOf(assembly), expectation.latencyMs)
  }
}

function unless(isMet: boolean, expected: string): string | undefined {
  return isMet ? undefined : `expected ${expected}`
}

function compare(got: number, relation: Relation, expected: number): boolean {
  if (relation === '>=') return got >= expected
  return relation === '<=' ? got <= expected : got === expected
}

function serversComplaint(got: readonly string[], expected: readonly string[]): string | undefined {
  const lacking = expected.filter((name) => !got.includes(name))
  const others = got.filter((name) => !expected.includes(name))
  return unless(
    lacking.length === 0 && others.length === 0,
    `servers ${expected.join(', ')}, lacking: ${listed(lacking)}, others: ${listed(others)}`,
  )
}

function latencyComplaint(links: readonly Link[], mostMs: number): string | undefined {
  const slow = links
    .filter(({ latencyMs }) => latencyMs > mostMs)
    .map(({ from, to, latencyMs }) => `${from} → ${to} ${latencyMs.toFixed(2)} ms`)
  return unless(slow.length === 0, `no link above ${mostMs} ms, got ${listed(slow)}`)
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? 'none' : [...new Set(names)].join(', ')
}

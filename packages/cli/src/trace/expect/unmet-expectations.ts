import { linksOf } from '../link/links-of.ts'
import type { TraceRecord } from '../record/trace-record.ts'
import { toTraceDocument } from '../document/to-trace-document.ts'
import type { TraceDocument, TraceVerdict } from '../document/trace-document.ts'
import type { Expectation, Relation } from './expectation.ts'
import { judgeLatencies } from './judge-latencies.ts'

/** Says of each expectation that a trace does not meet what was expected and what there is. */
export function unmetExpectations(
  record: TraceRecord,
  expectations: readonly Expectation[],
): readonly string[] {
  const document = toTraceDocument(record)
  return expectations.flatMap((expectation) => complaint(record, document, expectation) ?? [])
}

/** Says of each expectation that a trace may not meet why that cannot be told. */
export function doubtfulExpectations(
  record: TraceRecord,
  expectations: readonly Expectation[],
): readonly string[] {
  return expectations.flatMap((expectation) =>
    expectation.key === 'max-latency'
      ? (judgeLatencies(linksOf(record), expectation.latencyMs).doubt ?? [])
      : [],
  )
}

function complaint(
  record: TraceRecord,
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
      const isMet = compare(subscribers, relation, count)
      // Behind a server that is silent there may be more.
      if (isMet && relation !== '>=' && !complete) {
        return `expected subscribers${relation}${count}, got ${subscribers} or more: ${silence(verdict)}`
      }
      return unless(isMet, `subscribers${relation}${count}, got ${subscribers}`)
    }
    case 'servers': {
      const names = servers.map(({ name }) => name)
      return serversComplaint(names, expectation.names)
    }
    default: {
      const { complaint } = judgeLatencies(linksOf(record), expectation.latencyMs)
      return complaint && `expected ${complaint}`
    }
  }
}

function silence({ silent }: TraceVerdict): string {
  return silent.length === 0 ? 'not every server reported' : `${silent.join(', ')} did not report`
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

function listed(names: readonly string[]): string {
  return names.length === 0 ? 'none' : [...new Set(names)].join(', ')
}

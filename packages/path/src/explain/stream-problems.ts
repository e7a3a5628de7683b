import type { TraceEvent } from '../event/trace-event.ts'
import type { StreamVerdict } from './explanation.ts'
import { factsOf, type StreamFacts } from './facts.ts'
import type { Problem } from './problem.ts'
import { unexaminedStreams } from './unexamined-streams.ts'
import { holdsMessage } from './stream-verdicts.ts'

/** What is wrong with the streams that the message met, or not known of them. */
export function streamProblems(
  events: readonly TraceEvent[],
  streams: readonly StreamVerdict[],
  facts: readonly StreamFacts[] = [],
): readonly Problem[] {
  const dryRun = events.some((event) => event.dryRun)
  return [
    ...streams.flatMap((stream) => streamProblem(stream, dryRun, facts)),
    ...severalStreams(streams, dryRun),
    ...unexaminedStreams(facts),
  ]
}

function streamProblem(
  { stream, server, outcome, reason = '' }: StreamVerdict,
  dryRun: boolean,
  facts: readonly StreamFacts[],
): readonly Problem[] {
  switch (outcome) {
    case 'rejected':
      return [rejection(stream, server, reason, facts)]
    case 'no interest':
      return [
        {
          kind: 'stream-no-interest',
          severity: 'note',
          server,
          message: `stream ${stream} keeps what its consumers want, and none wants this`,
          hint: `add a consumer of ${stream} whose filter matches the subject, or another retention`,
        },
      ]
    case 'unknown':
      return [
        {
          kind: 'stream-unknown',
          severity: 'warning',
          server,
          message: `${server} did not tell what ${dryRun ? 'would become' : 'became'} of it in stream ${stream}`,
          hint: 'when a message meets several streams on one server, the server tells the end of the last one only',
        },
      ]
    default:
      return []
  }
}

function rejection(
  stream: string,
  server: string,
  reason: string,
  facts: readonly StreamFacts[],
): Problem {
  const fact = factsOf(facts, { stream, server })
  if (fact !== undefined && 'full' in fact && fact.full === reason) {
    return {
      kind: 'stream-full',
      severity: 'error',
      server,
      message: `stream ${stream} is full and would reject it, which a dry run does not see: ${reason}`,
      hint: `raise the limits of ${stream}, remove messages, or let it discard old ones`,
    }
  }
  return {
    kind: 'stream-rejects',
    severity: 'error',
    server,
    message: `stream ${stream} rejects it: ${reason}`,
    hint: REJECTIONS.find(({ pattern }) => pattern.test(reason))?.hint ?? OTHER_REJECTION,
  }
}

// The server has no code for these in an event (server/jetstream_errors_generated.go, store.go).
const REJECTIONS = [
  {
    pattern: /last (msg id|sequence)/,
    hint: 'the publisher expects another last message: read the stream again, or leave out the Nats-Expected-* header',
  },
  {
    pattern: /expected stream/,
    hint: 'the header Nats-Expected-Stream names another stream',
  },
  {
    pattern: /maximum (messages|bytes)/,
    hint: 'raise the limits of the stream, remove messages, or let it discard old ones',
  },
  {
    pattern: /maximum payload/,
    hint: 'raise max_msg_size of the stream, or send less',
  },
  { pattern: /sealed/, hint: 'a sealed stream takes no message ever again: publish to another' },
  { pattern: /TTL/, hint: 'set allow_msg_ttl on the stream, or leave out the header Nats-TTL' },
]
const OTHER_REJECTION = 'look at the configuration of the stream'

function severalStreams(streams: readonly StreamVerdict[], dryRun: boolean): readonly Problem[] {
  const holders = streams.filter((stream) => holdsMessage(stream))
  const [first] = holders
  if (first === undefined || holders.length < 2) return []
  return [
    {
      kind: 'several-streams',
      severity: 'warning',
      server: first.server,
      message: `${holders.length} streams ${dryRun ? 'would have' : 'have'} it: ${holders.map(({ stream }) => stream).join(', ')}`,
      hint: 'the publisher hears of one of them only; let subjects of streams not overlap, unless it is meant',
    },
  ]
}

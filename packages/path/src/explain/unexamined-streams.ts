import type { StreamFacts, Unavailable } from './facts.ts'
import type { Problem } from './problem.ts'

/** What could not be asked of streams, where something can be done about it. */
export function unexaminedStreams(facts: readonly StreamFacts[]): readonly Problem[] {
  return facts.flatMap((fact) => {
    const { stream } = fact
    if ('unavailable' in fact) {
      return problem(fact.server, `stream ${stream} could not be asked: `, fact)
    }
    const { server, consumersUnavailable } = fact
    if (consumersUnavailable === undefined) return []
    return problem(
      server,
      `who consumes stream ${stream} could not be asked: `,
      consumersUnavailable,
    )
  })
}

function problem(
  server: string,
  what: string,
  { unavailable, hint }: Unavailable,
): readonly Problem[] {
  if (hint === undefined) return []
  const message = `${what}${unavailable}`
  return [{ kind: 'stream-unexamined', severity: 'note', server, message, hint }]
}

import type { IndexStatus, SourceStatus, StatusView } from '../../api/status-view.ts'
import type { SessionLink } from '../../api/session-link.ts'
import { json } from '../answer/reply.ts'
import type { ConnectionStatus, IndexPort } from '../ports.ts'
import { NO_BODY } from './dead-letter-routes.ts'
import { askBytes, NO_ANSWER } from './ask-index.ts'
import type { Route } from './route.ts'
import type { ServerFacts } from './server-facts.ts'

/** How the viewer is, and building its index anew. */
export function statusRoutes(facts: ServerFacts): readonly Route[] {
  const { index } = facts.ports
  return [
    {
      method: 'GET',
      path: '/api/v1/status',
      run: async ({ signal }) => json(await status(facts, signal)),
    },
    {
      method: 'POST',
      path: '/api/v1/rebuild',
      body: NO_BODY,
      run: async () => {
        // What there is to read takes a while: the status tells how much of it has been.
        await index.rebuild()
        return json({})
      },
    },
    {
      method: 'POST',
      path: '/api/v1/links',
      body: NO_BODY,
      run: async () => {
        const link: SessionLink = { url: facts.issueLink() }
        return json(link)
      },
    },
  ]
}

async function status(facts: ServerFacts, signal: AbortSignal): Promise<StatusView> {
  const { index, connection, canPublish = false } = facts.ports
  const bytes = await askBytes(index, { type: 'index-status' }, NO_ANSWER, signal)
  const otlpPort = facts.otlpPort()
  return {
    version: facts.version,
    source: sourceStatus(index, connection?.() ?? { state: 'none' }),
    coverage: index.coverage,
    // The worker and this thread are of one build.
    index: JSON.parse(new TextDecoder().decode(bytes)) as IndexStatus,
    liveClients: facts.liveClients(),
    canPublish,
    ...(otlpPort !== undefined && { otlpPort }),
  }
}

function sourceStatus({ source }: IndexPort, connection: ConnectionStatus): SourceStatus {
  const { state: streamState, stream, hint } = source
  return {
    ...connection,
    streamState,
    ...(stream !== undefined && { stream }),
    ...(hint !== undefined && { hint }),
  }
}

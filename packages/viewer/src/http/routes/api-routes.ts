import type { LiveHub } from '../live/live-hub.ts'
import type { PageBundle } from '../static/page-bundle.ts'
import { deadLetterRoutes } from './dead-letter-routes.ts'
import { documentRoutes } from './document-routes.ts'
import { exportRoutes } from './export-routes.ts'
import { importRoutes } from './import-routes.ts'
import { liveRoutes } from './live-routes.ts'
import { messageRoutes } from './message-routes.ts'
import { overviewRoutes } from './overview-routes.ts'
import { probeRoutes } from './probe-routes.ts'
import type { Route } from './route.ts'
import type { ServerFacts } from './server-facts.ts'
import { statusRoutes } from './status-routes.ts'
import { traceRoutes } from './trace-routes.ts'

/** All that the API has. */
export function apiRoutes(
  facts: ServerFacts,
  hub: LiveHub,
  { page, maxImportBytes }: { readonly page: PageBundle; readonly maxImportBytes: number },
): readonly Route[] {
  const { ports } = facts
  const { index } = ports
  return [
    ...traceRoutes(index),
    ...exportRoutes(index, page),
    ...messageRoutes(index),
    ...deadLetterRoutes(ports),
    ...overviewRoutes(index),
    ...statusRoutes(facts),
    ...liveRoutes(hub),
    ...importRoutes(index, maxImportBytes),
    ...probeRoutes(ports),
    ...documentRoutes(facts.version),
  ]
}

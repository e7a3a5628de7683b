import type { VNode } from 'preact'
import { Notice } from '../element/notice.tsx'
import { lazy } from '../element/lazy.tsx'
import { Text } from '../element/text.tsx'
import type { Route } from '../router/route.ts'
import { TracesPage } from '../traces/traces-page.tsx'

/** The page that the address names. All but the first one are loaded when they are needed. */
export function PageView({ route }: { readonly route: Route }): VNode {
  switch (route.page) {
    case 'traces':
      return <TracesPage />
    case 'trace':
      return <TracePage key={route.traceId} traceId={route.traceId} />
    case 'messages':
      return <MessagesPage />
    case 'message':
      return <MessagePage stream={route.stream} sequence={route.sequence} />
    case 'dead-letters':
      return <DeadLettersPage />
    case 'map':
      return <MapPage />
    case 'services':
      return <ServicesPage />
    case 'probe':
      return <ProbePage />
    case 'status':
      return <StatusPage />
    case 'import':
      return <ImportPage />
    default:
      return <NoPage path={route.path} />
  }
}

function NoPage({ path }: { readonly path: string }): VNode {
  return (
    <Notice icon="search" title="There is no such page">
      <p>
        <code>
          <Text value={path} />
        </code>{' '}
        names none. <a href="/traces">Go to the traces</a>
      </p>
    </Notice>
  )
}

const TracePage = lazy(async () => (await import('../trace/trace-page.tsx')).TracePage)
const MapPage = lazy(async () => (await import('../map/map-page.tsx')).MapPage)
const MessagesPage = lazy(async () => (await import('../messages/messages-page.tsx')).MessagesPage)
const MessagePage = lazy(async () => (await import('../messages/message-page.tsx')).MessagePage)
const DeadLettersPage = lazy(
  async () => (await import('../dead-letters/dead-letters-page.tsx')).DeadLettersPage,
)
const ServicesPage = lazy(async () => (await import('../services/services-page.tsx')).ServicesPage)
const ProbePage = lazy(async () => (await import('../probe/probe-page.tsx')).ProbePage)
const StatusPage = lazy(async () => (await import('../status/status-page.tsx')).StatusPage)
const ImportPage = lazy(async () => (await import('../import/import-page.tsx')).ImportPage)

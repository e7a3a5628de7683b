import type { VNode } from 'preact'
import type { Coverage } from '../../api/trace-summary.ts'
import { formatExact } from '../format/count.ts'
import { Icon } from '../element/icon.tsx'
import type { Route } from '../router/route.ts'
import { useStore } from '../state/use-store.ts'
import { isBehind } from './is-behind.ts'
import { Logo } from './logo.tsx'
import { PAGE_LINKS, railPage } from './pages.ts'
import { statusStore, type StatusState } from './status-store.ts'

/** The pages of the viewer, and how much of the stream it has read. */
export function Rail({ route }: { readonly route: Route }): VNode {
  const current = railPage(route)
  return (
    <nav class="rail" aria-label="pages">
      <a class="brand" href="/traces" aria-label="Hopscope, to the traces">
        <Logo />
        <span>Hopscope</span>
      </a>
      <ul>
        {PAGE_LINKS.map(({ page, path, title, keys }) => (
          <li key={page}>
            <a
              href={path}
              title={`${title} (${keys})`}
              aria-current={page === current ? 'page' : undefined}
            >
              <Icon name={page} />
              <span>{title}</span>
            </a>
          </li>
        ))}
      </ul>
      <Reading state={useStore(statusStore)} />
    </nav>
  )
}

function Reading({ state }: { readonly state: StatusState }): VNode {
  const { tone, text, detail } = readingOf(state)
  return (
    <a class="reading" href="/status" title={detail}>
      <span class={`dot dot-${tone}`} aria-hidden="true" />
      <span class="reading-text">
        <span>{text}</span>
        {detail !== undefined && <span class="reading-detail">{detail}</span>}
      </span>
    </a>
  )
}

interface ReadingText {
  readonly tone: 'ok' | 'warn' | 'err'
  readonly text: string
  readonly detail?: string
}

function readingOf({ value, error }: StatusState): ReadingText {
  if (error?.code === 'SERVER_UNREACHABLE')
    return { tone: 'err', text: 'Viewer gone', detail: 'trying again' }
  if (error !== undefined) return { tone: 'err', text: 'Status unknown', detail: error.code }
  if (value === undefined) return { tone: 'warn', text: 'Starting' }

  const { source, index, coverage } = value
  if (index.state === 'failed') return { tone: 'err', text: 'Index failed' }
  if (index.state === 'rebuilding')
    return { tone: 'warn', text: 'Rebuilding', detail: leftOf(coverage) }
  if (source.state === 'none') return { tone: 'ok', text: 'No stream', detail: 'imports only' }
  if (source.state !== 'connected')
    return { tone: 'err', text: 'NATS is away', detail: source.state }
  if (source.streamState === 'missing')
    return { tone: 'warn', text: 'No stream yet', detail: source.stream ?? 'TELEMETRY' }
  if (source.streamState === 'unavailable')
    return { tone: 'err', text: 'Stream is away', detail: source.stream ?? 'TELEMETRY' }
  if (source.streamState === 'denied')
    return { tone: 'err', text: 'Stream denied', detail: source.stream ?? 'TELEMETRY' }

  return {
    tone: isBehind(coverage) ? 'warn' : 'ok',
    text: `Reading ${source.stream ?? 'TELEMETRY'}`,
    detail: leftOf(coverage),
  }
}

function leftOf(coverage: Coverage): string {
  return isBehind(coverage)
    ? `${formatExact(coverage.pending)} to read`
    : `up to ${formatExact(coverage.lastSequence)}`
}

import type { VNode } from 'preact'
import type { StatusView } from '../../api/status-view.ts'
import { Fact, Facts } from '../element/facts.tsx'
import { ErrorNotice, Loading } from '../element/notice.tsx'
import { Text } from '../element/text.tsx'
import { formatBytes } from '../format/bytes.ts'
import { formatCounted, formatExact } from '../format/count.ts'
import { formatMs } from '../format/duration.ts'
import { refreshStatus, statusStore } from '../shell/status-store.ts'
import { useStore } from '../state/use-store.ts'
import { BrowserLink } from './browser-link.tsx'
import { CoverageBar } from './coverage-bar.tsx'
import { MetricTable } from './metric-table.tsx'
import { Rebuild } from './rebuild.tsx'
import { StatusHints } from './status-hints.tsx'

/** What is read, what is kept, and what is wrong. */
export function StatusPage(): VNode {
  const { value, error } = useStore(statusStore)
  if (value === undefined)
    return error === undefined ? (
      <Loading />
    ) : (
      <ErrorNotice error={error} onRetry={() => void refreshStatus()} />
    )

  return (
    <div class="sheet">
      <header class="title">
        <h1>Status</h1>
        <span class="muted">hopscope {value.version}</span>
      </header>
      <StatusHints status={value} error={error} />
      <Source status={value} />
      <Index status={value} />
      <section class="section">
        <h2>This viewer</h2>
        <Facts>
          <Fact term="Pages that follow live">{formatExact(value.liveClients)}</Fact>
          <Fact term="May publish">
            {value.canPublish ? 'yes, after a confirmation' : 'no: read only'}
          </Fact>
          <Fact term="OTLP receiver">
            {value.otlpPort === undefined ? 'off' : <code>http://127.0.0.1:{value.otlpPort}</code>}
          </Fact>
        </Facts>
        <BrowserLink />
      </section>
      <MetricTable />
    </div>
  )
}

function Source({ status: { source } }: { readonly status: StatusView }): VNode {
  return (
    <section class="section">
      <h2>Source</h2>
      <Facts>
        <Fact term="Connection">
          <State
            tone={source.state === 'connected' ? 'ok' : source.state === 'none' ? 'plain' : 'err'}
            text={source.state}
          />
        </Fact>
        <Fact term="Server">
          {source.server === undefined ? 'none' : <code>{source.server}</code>}
        </Fact>
        <Fact term="Account">
          {source.account === undefined ? 'not told' : <Text value={source.account} />}
        </Fact>
        <Fact term="Stream">
          {source.stream ?? 'none'}{' '}
          <State tone={STREAM_TONES[source.streamState]} text={source.streamState} />
        </Fact>
      </Facts>
    </section>
  )
}

function Index({ status: { index, coverage } }: { readonly status: StatusView }): VNode {
  return (
    <section class="section">
      <header class="title">
        <h2>Index</h2>
        <State
          tone={index.state === 'ready' ? 'ok' : index.state === 'failed' ? 'err' : 'warn'}
          text={index.state}
        />
        <Rebuild />
      </header>
      <CoverageBar coverage={coverage} />
      <Facts>
        <Fact term="Traces">{formatExact(index.traces)}</Fact>
        <Fact term="Spans">{formatExact(index.spans)}</Fact>
        <Fact term="Hops of servers">{formatExact(index.hops)}</Fact>
        <Fact term="Logs">{formatExact(index.logs)}</Fact>
        <Fact term="Metric series">{formatExact(index.metrics)}</Fact>
        <Fact term="Size">
          {formatBytes(index.bytes)} <span class="muted">of {formatBytes(index.maxBytes)}</span>
        </Fact>
        <Fact term="Kept for">{index.maxAgeMs === 0 ? 'ever' : formatMs(index.maxAgeMs)}</Fact>
        <Fact term="File">
          {index.path === undefined ? 'in memory' : <code>{index.path}</code>}
        </Fact>
        <Fact term="Could not be read">
          {index.unreadable === 0 ? 'none' : formatCounted(index.unreadable, 'message')}
        </Fact>
        <Fact term="Dropped at a limit">
          {index.dropped === 0 ? 'none' : formatCounted(index.dropped, 'span')}
        </Fact>
      </Facts>
    </section>
  )
}

const STREAM_TONES = {
  reading: 'ok',
  missing: 'warn',
  denied: 'err',
  unavailable: 'err',
  none: 'plain',
} as const

function State({
  tone,
  text,
}: {
  readonly tone: 'ok' | 'warn' | 'err' | 'plain'
  readonly text: string
}): VNode {
  return (
    <span class="state">
      <span class={`dot dot-${tone}`} aria-hidden="true" />
      {text}
    </span>
  )
}

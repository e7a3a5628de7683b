import type { VNode } from 'preact'
import type { Coverage } from '../../api/trace-summary.ts'
import type { StatusView } from '../../api/status-view.ts'
import { CommandText } from '../element/command-text.tsx'
import { Notice } from '../element/notice.tsx'
import { Text } from '../element/text.tsx'
import { formatExact } from '../format/count.ts'
import { withoutTerm } from '../query-box/edit-query.ts'
import { setParams } from '../router/location.ts'
import { NoSource } from './no-source.tsx'

/** Why there is no trace to show, and what would help: an index that has not read everything never says "none". */
export function NoTraces(props: {
  readonly query: string
  readonly hasRange: boolean
  readonly narrowestTerm: string | undefined
  readonly coverage: Coverage | undefined
  readonly status: StatusView | undefined
}): VNode {
  const { query, hasRange, narrowestTerm, coverage, status } = props
  const { pending = 0, isComplete = true } = coverage ?? {}
  if (status?.index.state === 'rebuilding' || (!isComplete && pending > 0))
    return <StillReading pending={pending} because={status?.index.rebuiltBecause} />
  if (query !== '' || hasRange)
    return (
      <NoMatch
        query={query}
        hasRange={hasRange}
        narrowestTerm={narrowestTerm}
        coverage={coverage}
      />
    )
  if (
    status !== undefined &&
    (status.source.state !== 'connected' || status.source.streamState !== 'reading')
  )
    return <NoSource source={status.source} />

  return <NoSpans stream={coverage?.stream} />
}

function StillReading({
  pending,
  because,
}: {
  readonly pending: number
  readonly because: string | undefined
}): VNode {
  return (
    <Notice icon="clock" tone="warn" title="Still reading the stream">
      <p>
        {formatExact(pending)} messages are left to read.{' '}
        {because !== undefined && `The index is built anew (${because}).`} What you look for may be
        among them.
      </p>
    </Notice>
  )
}

function NoMatch(props: {
  readonly query: string
  readonly hasRange: boolean
  readonly narrowestTerm: string | undefined
  readonly coverage: Coverage | undefined
}): VNode {
  const { query, hasRange, narrowestTerm, coverage } = props
  return (
    <Notice icon="search" title="No trace matches">
      {narrowestTerm !== undefined && (
        <p>
          Without{' '}
          <code>
            <Text value={narrowestTerm} />
          </code>{' '}
          there would be some.
        </p>
      )}
      <p>{coverageSentence(coverage)}</p>
      <div class="notice-actions">
        {narrowestTerm !== undefined && (
          <button
            type="button"
            class="button button-primary"
            onClick={() => setParams({ q: withoutTerm(query, narrowestTerm) }, { push: true })}
          >
            Search without it
          </button>
        )}
        {hasRange && (
          <button
            type="button"
            class="button"
            onClick={() => setParams({ from: undefined, to: undefined }, { push: true })}
          >
            All time
          </button>
        )}
        {query !== '' && (
          <button
            type="button"
            class="button"
            onClick={() => setParams({ q: undefined }, { push: true })}
          >
            Clear the search
          </button>
        )}
      </div>
    </Notice>
  )
}

function NoSpans({ stream }: { readonly stream: string | undefined }): VNode {
  return (
    <Notice icon="traces" title="No span has come yet">
      <p>
        {stream === undefined ? 'Nothing was imported.' : `The stream ${stream} is empty.`} Traces
        appear here as soon as a service sends one.
      </p>
      <CommandText text="hopscope demo" />
      <div class="notice-actions">
        <a class="button button-primary" href="/probe">
          Probe a subject
        </a>
        <a class="button" href="/import">
          Import a file
        </a>
      </div>
    </Notice>
  )
}

function coverageSentence(coverage: Coverage | undefined): string {
  if (coverage?.stream === undefined || coverage.lastSequence === 0)
    return 'Everything that the index holds was searched.'
  const { stream, firstSequence, lastSequence } = coverage
  return `Messages ${formatExact(firstSequence)} to ${formatExact(lastSequence)} of ${stream} were searched.`
}

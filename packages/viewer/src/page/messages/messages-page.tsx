import type { VNode } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import type { MessageList } from '../../api/message-view.ts'
import { Notice, ErrorNotice, Loading } from '../element/notice.tsx'
import { usePause } from '../element/use-pause.ts'
import { useRefresh } from '../element/use-refresh.ts'
import { formatExact } from '../format/count.ts'
import { useRowKeys } from '../keyboard/use-row-keys.ts'
import { setParams, useLocation } from '../router/location.ts'
import { rangeOf } from '../router/time-range.ts'
import { useIsLive } from '../shell/live-switch.tsx'
import { useFacets } from '../query-box/use-facets.ts'
import { MessageTable } from './message-table.tsx'
import { useMessages } from './use-messages.ts'

const REFRESH_MS = 4000

/** Messages of streams, the newest first. */
export function MessagesPage(): VNode {
  const { params } = useLocation()
  const range = rangeOf(params)
  const stream = params.get('stream') ?? ''
  const isLive = useIsLive()
  const list = useMessages(stream, range)
  const { facets, load } = useFacets(range)
  const body = useRef<HTMLTableSectionElement>(null)
  const scroll = useRef<HTMLDivElement>(null)

  useEffect(load, [])
  useRowKeys(body, 'message')
  const isPaused = usePause(scroll, () => {})
  const refresh = (): void => {
    if (!isPaused()) list.reload()
  }
  useRefresh(refresh, REFRESH_MS, isLive && list.isFirstPage)

  return (
    <div class="page">
      <header class="page-head">
        <h1>Messages</h1>
        <span class="muted">of streams, as spans tell of them</span>
        <div class="page-head-end" role="group" aria-label="streams">
          {['', ...(facets?.streams.map(({ value }) => value) ?? (stream === '' ? [] : [stream]))]
            .slice(0, 12)
            .map((name) => (
              <button
                key={name}
                type="button"
                class="chip"
                aria-pressed={name === stream}
                onClick={() => setParams({ stream: name }, { push: true })}
              >
                {name === '' ? 'All streams' : name}
              </button>
            ))}
        </div>
      </header>
      <div class="page-scroll" ref={scroll}>
        {list.error !== undefined && <ErrorNotice error={list.error} onRetry={list.reload} />}
        {list.messages === undefined && list.error === undefined && <Loading rows={14} />}
        {list.messages?.length === 0 && (
          <NoMessages isFiltered={stream !== '' || range.from !== undefined} value={list.value} />
        )}
        {list.messages !== undefined && list.messages.length > 0 && (
          <>
            <MessageTable messages={list.messages} body={body} />
            {list.loadMore !== undefined && (
              <p class="list-end">
                <button type="button" class="button" onClick={list.loadMore}>
                  Load more
                </button>
              </p>
            )}
          </>
        )}
      </div>
    </div>
  )
}

function NoMessages({
  isFiltered,
  value,
}: {
  readonly isFiltered: boolean
  readonly value: MessageList | undefined
}): VNode {
  const pending = value?.coverage.pending ?? 0
  if (pending > 0) {
    return (
      <Notice icon="clock" tone="warn" title="Still reading the stream">
        <p>{formatExact(pending)} messages of telemetry are left to read.</p>
      </Notice>
    )
  }
  return (
    <Notice
      icon="messages"
      title={isFiltered ? 'No message in this stream and time' : 'No message of a stream yet'}
    >
      <p>Messages are listed once a span tells that a stream stored or delivered them.</p>
      {isFiltered && (
        <button
          type="button"
          class="button"
          onClick={() =>
            setParams({ stream: undefined, from: undefined, to: undefined }, { push: true })
          }
        >
          All messages
        </button>
      )}
    </Notice>
  )
}

import type { VNode } from 'preact'
import { useRef, useState } from 'preact/hooks'
import type { DeadLetter, DeadLetterList } from '../../api/message-view.ts'
import type { ReplayResult } from '../../api/replay-result.ts'
import { fetchDeadLetters, replayDeadLetter } from '../client/api.ts'
import { ClientError } from '../client/client-error.ts'
import { useResource } from '../client/use-resource.ts'
import { Icon } from '../element/icon.tsx'
import { ErrorNotice, Loading, Notice } from '../element/notice.tsx'
import { usePause } from '../element/use-pause.ts'
import { useRefresh } from '../element/use-refresh.ts'
import { formatCounted } from '../format/count.ts'
import { Text } from '../element/text.tsx'
import { useRowKeys } from '../keyboard/use-row-keys.ts'
import { useLocation } from '../router/location.ts'
import { formatRoute } from '../router/route.ts'
import { useIsLive } from '../shell/live-switch.tsx'
import { LetterGroups } from './letter-groups.tsx'
import { LetterTable } from './letter-table.tsx'
import { ReplayConfirm } from './replay-confirm.tsx'
import { matchesGroup } from './match-letter.ts'

const REFRESH_MS = 5000

/** Messages that were given up, grouped by why. */
export function DeadLettersPage(): VNode {
  const { params } = useLocation()
  const { value, error, reload } = useResource('dead letters', fetchDeadLetters)
  const [asked, setAsked] = useState<DeadLetter | undefined>()
  const [failure, setFailure] = useState<ClientError | undefined>()
  const [replayed, setReplayed] = useState<ReplayResult | undefined>()
  const body = useRef<HTMLTableSectionElement>(null)
  const scroll = useRef<HTMLDivElement>(null)

  useRowKeys(body, 'dead letter')
  const isPaused = usePause(scroll, () => {})
  const refresh = (): void => {
    if (!isPaused()) reload()
  }
  useRefresh(refresh, REFRESH_MS, useIsLive() && asked === undefined)

  const replay = (letter: DeadLetter): void => {
    setFailure(undefined)
    setReplayed(undefined)
    replayDeadLetter(letter.stream, letter.sequence).then(
      (result) => {
        setReplayed(result)
        reload()
      },
      (error: unknown) => {
        if (error instanceof ClientError) setFailure(error)
      },
    )
  }
  const group = {
    reason: params.get('reason') ?? undefined,
    originalStream: params.get('stream') ?? undefined,
  }
  const letters = (value?.letters ?? []).filter((letter) => matchesGroup(letter, group))

  return (
    <div class="page">
      <header class="page-head">
        <h1>Dead letters</h1>
        {value !== undefined && <span class="muted">{lookedAt(value)}</span>}
        <span class="page-head-end" role="status">
          {replayed !== undefined && <Replayed result={replayed} />}
        </span>
      </header>
      {value !== undefined && value.letters.length > 0 && (
        <LetterGroups groups={value.groups} chosen={group} />
      )}
      <div class="page-scroll" ref={scroll}>
        {failure !== undefined && <ErrorNotice error={failure} />}
        {error !== undefined && <ErrorNotice error={error} onRetry={reload} />}
        {value === undefined && error === undefined && <Loading rows={12} />}
        {value !== undefined && value.letters.length === 0 && error === undefined && (
          <NoLetters streams={value.streams} />
        )}
        {letters.length > 0 && value !== undefined && (
          <LetterTable
            letters={letters}
            canReplay={value.canReplay}
            body={body}
            onReplay={setAsked}
          />
        )}
        {value !== undefined && value.letters.length > 0 && letters.length === 0 && (
          <Notice icon="search" title="No dead letter of this group is left">
            <a class="button" href="/dlq">
              All dead letters
            </a>
          </Notice>
        )}
      </div>
      {asked !== undefined && (
        <ReplayConfirm
          letter={asked}
          onConfirm={() => replay(asked)}
          onClose={() => setAsked(undefined)}
        />
      )}
    </div>
  )
}

function Replayed({
  result: { subject, stream, sequence, isDuplicate },
}: {
  readonly result: ReplayResult
}): VNode {
  return (
    <span class={`badge badge-${isDuplicate ? 'warn' : 'ok'}`}>
      <Icon name={isDuplicate ? 'warning' : 'check'} />
      {isDuplicate ? 'an earlier replay is there already: ' : 'published again to '}
      <Text value={subject} />
      {stream !== undefined && sequence !== undefined && (
        <a href={formatRoute({ page: 'message', stream, sequence })}>
          <Text value={stream} /> {sequence}
        </a>
      )}
    </span>
  )
}

function NoLetters({ streams }: { readonly streams: readonly string[] }): VNode {
  if (streams.length === 0) {
    return (
      <Notice icon="dead-letters" title="No stream of dead letters">
        <p>No stream was found that keeps messages that were given up.</p>
      </Notice>
    )
  }
  return (
    <Notice icon="check" title="No message was given up">
      <p>Looked at {streams.join(', ')}.</p>
    </Notice>
  )
}

function lookedAt({ letters, streams, canReplay }: DeadLetterList): string {
  const where = streams.length === 0 ? '' : ` in ${streams.join(', ')}`
  return `${formatCounted(letters.length, 'message')}${where}${canReplay ? '' : ' · read only: start with --allow-publish to replay'}`
}

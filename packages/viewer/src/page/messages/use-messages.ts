import { useState } from 'preact/hooks'
import type { MessageList, StoredMessage } from '../../api/message-view.ts'
import { fetchMessages } from '../client/api.ts'
import type { ClientError } from '../client/client-error.ts'
import { useResource } from '../client/use-resource.ts'
import type { TimeRange } from '../router/time-range.ts'

/** Messages that grow at the older end. */
export interface Messages {
  readonly value: MessageList | undefined
  readonly error: ClientError | undefined
  readonly reload: () => void
  /** Absent until the first answer. */
  readonly messages: readonly StoredMessage[] | undefined
  /** Whether no older ones were asked for. */
  readonly isFirstPage: boolean
  /** Absent if there are no older ones. */
  readonly loadMore: (() => void) | undefined
}

/** Asks for the newest messages of a stream, or of all if it is empty. */
export function useMessages(stream: string, range: TimeRange): Messages {
  const key = JSON.stringify([stream, range.from, range.to])
  const ask = (before?: string, signal?: AbortSignal): Promise<MessageList> =>
    fetchMessages(
      {
        ...range,
        ...(stream === '' ? {} : { stream }),
        ...(before === undefined ? {} : { before }),
        limit: 100,
      },
      signal,
    )
  const { value, error, reload } = useResource(key, (signal) => ask(undefined, signal))
  const [older, setOlder] = useState<{
    readonly key: string
    readonly messages: readonly StoredMessage[]
    readonly next?: string
  }>()
  const tail = older?.key === key ? older : undefined
  const next = tail === undefined ? value?.next : tail.next

  const loadMore = (): void => {
    if (next === undefined) return
    ask(next).then(
      (more) =>
        setOlder({
          key,
          messages: [...(tail?.messages ?? []), ...more.messages],
          ...(more.next === undefined ? {} : { next: more.next }),
        }),
      reload,
    )
  }

  return {
    value,
    error,
    reload,
    messages: value === undefined ? undefined : [...value.messages, ...(tail?.messages ?? [])],
    isFirstPage: tail === undefined,
    loadMore: next === undefined ? undefined : loadMore,
  }
}

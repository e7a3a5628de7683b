import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import { ClientError } from './client-error.ts'
import { isReachable } from './reachable.ts'

/** What was asked for, as far as it has come. */
export interface Resource<T> {
  /** The last answer; kept while a newer one is loaded, and after that failed. */
  readonly value: T | undefined
  /** Why the last question failed; absent while loading and after success. */
  readonly error: ClientError | undefined
  readonly isLoading: boolean
  /** Asks again. */
  readonly reload: () => void
}

/**
 * Asks when the component appears and whenever `key` changes; an answer to an older question is dropped.
 * An answer to another key is never shown: `value` is empty until the first one for this key. A question that the viewer
 * did not hear is asked again when the viewer is back.
 */
export function useResource<T>(
  key: string,
  load: (signal: AbortSignal) => Promise<T>,
): Resource<T> {
  const [state, setState] = useState<State<T>>({ key })
  const [round, setRound] = useState(0)
  const latest = useRef(load)
  latest.current = load

  useEffect(() => {
    const controller = new AbortController()
    const change = (next: (before: State<T>) => State<T>): void => {
      if (!controller.signal.aborted) setState(next)
    }
    change((before) =>
      before.key === key ? { ...before, isLoading: true } : { key, isLoading: true },
    )
    latest.current(controller.signal).then(
      (value) => change(() => ({ key, value })),
      (error: unknown) =>
        change((before) => ({
          key,
          ...(before.key === key && before.value !== undefined ? { value: before.value } : {}),
          error: toClientError(error),
        })),
    )
    return () => controller.abort()
  }, [key, round])

  const reload = useCallback(() => setRound((before) => before + 1), [])
  const isLost = state.error?.code === 'SERVER_UNREACHABLE'
  useEffect(() => {
    if (!isLost) return undefined
    return isReachable.subscribe(() => {
      if (isReachable.get()) reload()
    })
  }, [isLost, reload])
  const isCurrent = state.key === key

  return {
    value: isCurrent ? state.value : undefined,
    error: isCurrent ? state.error : undefined,
    isLoading: isCurrent
      ? state.isLoading === true || (state.value === undefined && state.error === undefined)
      : true,
    reload,
  }
}

interface State<T> {
  readonly key: string
  readonly value?: T
  readonly error?: ClientError
  readonly isLoading?: boolean
}

function toClientError(error: unknown): ClientError {
  if (error instanceof ClientError) return error
  const message = error instanceof Error ? error.message : String(error)
  return new ClientError('PAGE_FAILED', message, { status: 0, cause: error })
}

import type { StatusView } from '../../api/status-view.ts'
import { fetchStatus } from '../client/api.ts'
import { ClientError } from '../client/client-error.ts'
import { createStore, type Store } from '../state/store.ts'

/** The viewer's own state, as it was last told. */
export interface StatusState {
  readonly value?: StatusView
  /** Why the last question failed. */
  readonly error?: ClientError
}

const EVERY_MS = 4000

export const statusStore: Store<StatusState> = createStore<StatusState>({})

/** Asks for the status now and every four seconds while the page is seen. */
export function startStatus(): void {
  const tick = async (): Promise<void> => {
    if (!document.hidden) await refreshStatus()
    setTimeout(() => void tick(), EVERY_MS)
  }
  void tick()
}

/** Asks for the status now. */
export async function refreshStatus(): Promise<void> {
  try {
    const value = await fetchStatus()
    statusStore.set({ value })
  } catch (error) {
    const { value } = statusStore.get()
    const told =
      error instanceof ClientError
        ? error
        : new ClientError('PAGE_FAILED', String(error), { status: 0 })
    statusStore.set({ ...(value === undefined ? {} : { value }), error: told })
  }
}

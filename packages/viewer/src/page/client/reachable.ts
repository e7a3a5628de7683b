import { createStore, type Store } from '../state/store.ts'

/** Whether the viewer answered the last question. Whoever asks again and again, as the status does, finds out when it is back. */
export const isReachable: Store<boolean> = createStore(true)

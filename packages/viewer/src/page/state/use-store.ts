import { useEffect, useState } from 'preact/hooks'
import type { Store } from './store.ts'

/** The store's value; the component is drawn anew when it changes. */
export function useStore<T>(store: Pick<Store<T>, 'get' | 'subscribe'>): T {
  const [value, setValue] = useState(() => store.get())
  useEffect(() => {
    const update = (): void => setValue(() => store.get())
    // It may have changed between drawing and here.
    update()
    return store.subscribe(update)
  }, [store])

  return value
}

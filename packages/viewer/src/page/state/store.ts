/** A value that changes, and those who want to know when it does. */
export interface Store<T> {
  get(): T
  /** Tells all listeners, unless the value is the same. */
  set(value: T): void
  /** Calls back after each change, until the returned function is called. */
  subscribe(listener: () => void): () => void
}

/** A store that holds `value` at first. */
export function createStore<T>(value: T): Store<T> {
  const listeners = new Set<() => void>()
  let current = value

  return {
    get: () => current,
    set(next) {
      if (Object.is(next, current)) return
      current = next
      for (const listener of Array.from(listeners)) listener()
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

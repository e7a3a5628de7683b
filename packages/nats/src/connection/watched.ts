/**
 * Tells what a promise of nats.js comes to, and is the one to hand on in its place.
 *
 * Whoever watches a promise handles its rejection: handed on itself, it would fail unseen where the
 * application does not wait for it. `done` and `failed` must not throw.
 */
export function watched<T>(
  promise: Promise<T>,
  done: (value: T) => void,
  failed: (error: unknown) => void = () => {},
): Promise<T> {
  return promise.then(
    (value) => {
      done(value)
      return value
    },
    (error: unknown) => {
      failed(error)
      throw error
    },
  )
}

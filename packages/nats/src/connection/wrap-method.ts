/**
 * Puts `wrap(original)` in the place of a method that all instances of a class share.
 *
 * nats.js shares its classes among all connections, so what is wrapped must look its connection up
 * and call `original` with the very same arguments where that is not instrumented (decision 007).
 *
 * @throws TypeError if there is no such method any more, or it cannot be replaced
 */
export function wrapMethod<F>(instance: object, name: string, wrap: (original: F) => F): void {
  const prototype: Record<string, F> = Object.getPrototypeOf(instance)
  const original = prototype[name]
  if (typeof original !== 'function') throw new TypeError(`nats.js has no method ${name} any more`)
  prototype[name] = wrap(original)
}

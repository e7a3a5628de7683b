/**
 * A package of nats.js that an application may have or not; nothing if it has not.
 *
 * It is loaded at once, so that what is wrapped in it is wrapped before the application's next step,
 * and as the application gets it: nats.js is CommonJS, of which there is one copy for all importers.
 *
 * @throws what the package throws when it is loaded
 */
export function loadOptional(name: string): object | undefined {
  const { createRequire } = globalThis.process?.getBuiltinModule?.('node:module') ?? {}
  if (!createRequire) return undefined

  const require = createRequire(import.meta.url)
  try {
    require.resolve(name)
  } catch {
    return undefined
  }
  return require(name)
}

import { registerHooks } from 'node:module'

// For `node --import`: everyone gets the API that SDK 3 wants, as in an application that installed
// both; in this repository packages would find the one for SDK 2.
registerHooks({
  resolve: (specifier, resolving, nextResolve) =>
    specifier === '@opentelemetry/api'
      ? nextResolve(specifier, { ...resolving, parentURL: import.meta.url })
      : nextResolve(specifier, resolving),
})

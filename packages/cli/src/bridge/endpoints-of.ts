import type { BackendOptions, Signal } from '@hopscope/telemetry/bridge'

/** Where each signal goes, for people: without user, password and query, which may hold secrets. */
export function endpointsOf(
  backend: BackendOptions,
  signals: readonly Signal[],
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    signals.map((signal) => {
      const own = backend[signal]?.endpoint
      return [signal, own === undefined ? below(backend.endpoint ?? '', signal) : shown(own)]
    }),
  )
}

function below(endpoint: string, signal: Signal): string {
  return `${shown(endpoint).replace(/\/$/, '')}/v1/${signal}`
}

function shown(text: string): string {
  const url = URL.parse(text)
  return url === null ? '' : `${url.origin}${url.pathname}`
}

import type { IncomingMessage } from 'node:http'
import { Refusal } from '../refusal.ts'

/** By what names the viewer may be called, in lower case; with a port only that port will do. */
export type AllowedHosts = ReadonlySet<string>

/** Names that are this machine for whoever uses them, and those that were allowed besides. */
export function allowedHosts(more: readonly string[] = []): AllowedHosts {
  return new Set([...LOOPBACK_NAMES, ...more.map((host) => host.toLowerCase())])
}

/**
 * Refuses a request that calls the viewer by a foreign name: a web page whose name was made to lead to
 * this machine (DNS rebinding) would else be of the same origin as the viewer.
 *
 * @throws {@link Refusal} HOST_UNKNOWN
 */
export function checkHost(request: IncomingMessage, allowed: AllowedHosts): void {
  const [host, ...others] = request.headersDistinct['host'] ?? []
  if (host !== undefined && others.length === 0 && isAllowed(host.toLowerCase(), allowed)) return
  throw new Refusal(421, 'HOST_UNKNOWN', 'the viewer is not known by this name', {
    hint: 'call it localhost or 127.0.0.1, or allow the name when the viewer is started',
  })
}

function isAllowed(host: string, allowed: AllowedHosts): boolean {
  return allowed.has(host) || allowed.has(host.replace(/:\d{1,5}$/, ''))
}

const LOOPBACK_NAMES: readonly string[] = ['localhost', '127.0.0.1', '[::1]']

import type { Resource, Scope } from '@hopscope/observe/otlp'

/** The instrumentation scope of everything that DagNats wrote, which has none itself. */
export const DAGNATS_SCOPE: Scope = { name: 'dagnats' }

/** The resource of a record of DagNats: its service is all that is known. */
export function resourceOf(service: string): Resource {
  return { attributes: { 'service.name': service } }
}

import { encodeSource, type EncodedSource } from '@hopscope/observe/otlp'
import { DAGNATS_SCOPE, resourceOf } from '../text/dagnats-source.ts'

/** Who made a record of a service, encoded once for all of its records. */
export function sourceOf(service: string): EncodedSource {
  // One service has many records, one behind another.
  if (service === last.service) return last.source
  const source = sources.get(service) ?? addSource(service)
  last = { service, source }
  return source
}

const sources = new Map<string, EncodedSource>()
let last = { service: '', source: addSource('') }

function addSource(service: string): EncodedSource {
  // There may be as many as there are subjects.
  if (sources.size === 1_000) sources.clear()
  const source = encodeSource(resourceOf(service), DAGNATS_SCOPE)
  sources.set(service, source)
  return source
}

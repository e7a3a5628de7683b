import type { TextMapGetter } from '@opentelemetry/api'
import type { HeaderCarrier } from '../headers/header-carrier.ts'

/** The headers of a carrier that are named, in lower case, by `names`; whatever case they are in. */
export function carrierHeaders(
  carrier: unknown,
  getter: TextMapGetter<unknown>,
  names: readonly string[],
): HeaderCarrier {
  const present = getter.keys(carrier).filter((name) => names.includes(name.toLowerCase()))
  // Getters exist that list no names and only answer when asked for one.
  const asked = present.length > 0 ? new Set(present) : names
  return Array.from(asked, (name) => [name, valuesOf(getter.get(carrier, name))] as const)
}

function valuesOf(value: string | readonly string[] | undefined): readonly string[] {
  if (value === undefined) return []
  return typeof value === 'string' ? [value] : value
}

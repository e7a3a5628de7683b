import {
  baggageEntryMetadataFromString,
  propagation,
  type Baggage,
  type BaggageEntry,
} from '@opentelemetry/api'
import { formatProperties, parseProperties, type BaggageMember } from './baggage.ts'

/**
 * Members as the baggage of OpenTelemetry's API, in which a key is there once: the last one counts.
 *
 * Properties become the metadata of their entry, as they are written in the header.
 */
export function toOtelBaggage(members: readonly BaggageMember[]): Baggage {
  return propagation.createBaggage(
    Object.fromEntries(members.map((member) => [member.key, toEntry(member)])),
  )
}

/** The members of a baggage of OpenTelemetry's API, with the properties that its metadata names. */
export function toBaggageMembers(baggage: Baggage): readonly BaggageMember[] {
  return baggage.getAllEntries().map(([key, entry]) => {
    return { key, value: entry.value, properties: propertiesOf(entry) }
  })
}

function toEntry({ value, properties }: BaggageMember): BaggageEntry {
  const metadata = formatProperties(properties)
  return metadata === '' ? { value } : { value, metadata: baggageEntryMetadataFromString(metadata) }
}

// An application may have written anything as metadata; what is no property is left out.
function propertiesOf({ metadata }: BaggageEntry): BaggageMember['properties'] {
  return metadata === undefined ? [] : parseProperties(metadata.toString())
}

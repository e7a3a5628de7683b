import { setGiven, type Draft } from '../draft.ts'
import type { JsonReader } from '../json-reader.ts'
import type { Resource, Scope } from '../model.ts'
import { parseAttributes } from '../parse-attributes.ts'

/** Reads a resource of OTLP/JSON. */
export function parseResource(reader: JsonReader, value: unknown): Resource {
  return { attributes: parseAttributes(reader, reader.object(value).attributes) }
}

/** Reads an instrumentation scope of OTLP/JSON. */
export function parseScope(reader: JsonReader, value: unknown): Scope {
  const json = reader.object(value)
  const scope: Draft<Scope> = { name: reader.string(json.name) }
  setGiven(scope, 'version', reader.string(json.version))
  const attributes = parseAttributes(reader, json.attributes)
  if (Object.keys(attributes).length > 0) scope.attributes = attributes
  return scope
}

import { setGiven, type Draft } from '../draft.ts'
import type { Resource, Scope } from '../model.ts'
import type { ProtobufReader } from '../protobuf-reader.ts'
import { newAttributes, readAttribute } from '../read-attributes.ts'

/** Reads the fields of OTLP's `Resource` message. */
export function readResource(reader: ProtobufReader): Resource {
  const attributes = newAttributes()
  while (reader.next()) {
    if (reader.field === 1) readAttribute(reader, attributes)
    else reader.skip()
  }
  return { attributes }
}

/** Reads the fields of OTLP's `InstrumentationScope` message. */
export function readScope(reader: ProtobufReader): Scope {
  const attributes = newAttributes()
  const scope: Draft<Scope> = { name: '' }
  while (reader.next()) {
    if (reader.field === 1) scope.name = reader.string()
    else if (reader.field === 2) setGiven(scope, 'version', reader.string())
    else if (reader.field === 3) {
      readAttribute(reader, attributes)
      scope.attributes = attributes
    } else reader.skip()
  }
  return scope
}

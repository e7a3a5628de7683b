import type { Resource, Scope } from '../model.ts'
import type { ProtobufWriter } from '../protobuf-writer.ts'
import { writeAttributes } from '../write-attributes.ts'

/** Writes the fields of OTLP's `Resource` message. */
export function writeResource(writer: ProtobufWriter, resource: Resource): void {
  writeAttributes(writer, 1, resource.attributes)
}

/** Writes the fields of OTLP's `InstrumentationScope` message. */
export function writeScope(writer: ProtobufWriter, scope: Scope): void {
  if (scope.name !== '') writer.string(1, scope.name)
  if (scope.version) writer.string(2, scope.version)
  if (scope.attributes) writeAttributes(writer, 3, scope.attributes)
}

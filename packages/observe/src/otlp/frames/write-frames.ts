import type { ProtobufWriter } from '../protobuf-writer.ts'
import type { Frame, ScopeHead, SourceHead } from './frame.ts'
import { writeResource, writeScope } from './write-source.ts'

/** Writes the fields of the request of a signal; `writeItem` writes those of one item. */
export function writeFrames<Item, Scoped extends ScopeHead, Sourced extends SourceHead>(
  writer: ProtobufWriter,
  frame: Frame<Item, Scoped, Sourced>,
  sources: readonly Sourced[],
  writeItem: (writer: ProtobufWriter, item: Item) => void,
): void {
  for (const source of sources) {
    const sourced = writer.open(1)
    writer.message(1, writeResource, source.resource)
    for (const scope of frame.scopesOf(source)) {
      const scoped = writer.open(2)
      writer.message(1, writeScope, scope.scope)
      for (const item of frame.itemsOf(scope)) writer.message(2, writeItem, item)
      if (scope.schemaUrl) writer.string(3, scope.schemaUrl)
      writer.close(scoped)
    }
    if (source.schemaUrl) writer.string(3, source.schemaUrl)
    writer.close(sourced)
  }
}

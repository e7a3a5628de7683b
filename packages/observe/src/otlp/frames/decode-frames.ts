import { setGiven, type Draft } from '../draft.ts'
import { ProtobufReader } from '../protobuf-reader.ts'
import { newAttributes } from '../read-attributes.ts'
import type { Frame, ScopeHead, SourceHead } from './frame.ts'
import { readResource, readScope } from './read-source.ts'

/** Reads an item; `undefined` for one that is to be passed over. */
export type ReadItem<Item> = (reader: ProtobufReader) => Item | undefined

/** Reads the request of a signal; `undefined` when it is malformed. Fields that are not known are skipped. */
export function decodeFrames<Item, Scoped extends ScopeHead, Sourced extends SourceHead>(
  bytes: Uint8Array,
  frame: Frame<Item, Scoped, Sourced>,
  readItem: ReadItem<Item>,
): readonly Sourced[] | undefined {
  const reader = new ProtobufReader(bytes)
  const sources: Sourced[] = []
  while (reader.next()) {
    if (reader.field === 1) sources.push(reader.message(readSource))
    else reader.skip()
  }
  return reader.failed ? undefined : sources

  function readSource(): Sourced {
    const head: Draft<SourceHead> = { resource: { attributes: newAttributes() } }
    const scopes: Scoped[] = []
    while (reader.next()) {
      if (reader.field === 1) head.resource = reader.message(readResource)
      else if (reader.field === 2) scopes.push(reader.message(readScopeItems))
      else if (reader.field === 3) setGiven(head, 'schemaUrl', reader.string())
      else reader.skip()
    }
    return frame.toSourced(head, scopes)
  }

  function readScopeItems(): Scoped {
    const head: Draft<ScopeHead> = { scope: { name: '' } }
    const items: Item[] = []
    while (reader.next()) {
      if (reader.field === 1) head.scope = reader.message(readScope)
      else if (reader.field === 2) {
        const item = reader.message(readItem)
        if (item !== undefined) items.push(item)
      } else if (reader.field === 3) setGiven(head, 'schemaUrl', reader.string())
      else reader.skip()
    }
    return frame.toScoped(head, items)
  }
}

import { setGiven, type Draft } from '../draft.ts'
import { JsonReader, type JsonObject } from '../json-reader.ts'
import type { Frame, ScopeHead, SourceHead } from './frame.ts'
import { parseResource, parseScope } from './parse-source.ts'

/** Reads an item of OTLP/JSON; `undefined` for one that is to be passed over. */
export type ParseItem<Item> = (reader: JsonReader, json: JsonObject) => Item | undefined

/** Reads the request of a signal in OTLP/JSON, a text or what is parsed of one; `undefined` when it is malformed. Fields that are not known are ignored. */
export function parseFrames<Item, Scoped extends ScopeHead, Sourced extends SourceHead>(
  json: string | JsonObject,
  frame: Frame<Item, Scoped, Sourced>,
  parseItem: ParseItem<Item>,
): readonly Sourced[] | undefined {
  const reader = new JsonReader()
  const { names } = frame
  const request = typeof json === 'string' ? parseJson(json) : json
  const sources = reader.list(reader.object(request)[names.sources], parseSource)
  return reader.failed ? undefined : sources

  function parseSource(_: JsonReader, json: JsonObject): Sourced {
    const head: Draft<SourceHead> = { resource: parseResource(reader, json.resource) }
    setGiven(head, 'schemaUrl', reader.string(json.schemaUrl))
    return frame.toSourced(head, reader.list(json[names.scopes], parseScopeItems))
  }

  function parseScopeItems(_: JsonReader, json: JsonObject): Scoped {
    const head: Draft<ScopeHead> = { scope: parseScope(reader, json.scope) }
    setGiven(head, 'schemaUrl', reader.string(json.schemaUrl))
    const items = reader.list(json[names.items], parseItem)
    return frame.toScoped(
      head,
      items.filter((item) => item !== undefined),
    )
  }
}

// `false` stands for what is no JSON: like any text without an object in it, it is malformed.
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) ?? false
  } catch {
    return false
  }
}

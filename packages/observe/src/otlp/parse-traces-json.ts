import { setGiven, type Draft } from './draft.ts'
import { JsonReader, type JsonObject } from './json-reader.ts'
import { type ResourceSpans, type Scope, type ScopeSpans, type TraceData } from './model.ts'
import { parseAttributes } from './parse-attributes.ts'
import { parseSpan } from './parse-span.ts'

/**
 * Reads OTLP/JSON; `undefined` when it is malformed.
 *
 * Ids may be in hex of either case, 64-bit integers may be numbers or strings, and enums their
 * numbers or names. Fields that are not known are ignored.
 */
export function parseTracesJson(text: string): TraceData | undefined {
  const reader = new JsonReader()
  const { resourceSpans } = reader.object(parseJson(text))
  const data = { resourceSpans: reader.list(resourceSpans, parseResourceSpans) }
  return reader.failed ? undefined : data
}

// `false` stands for what is no JSON: like any text without an object in it, it is malformed.
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) ?? false
  } catch {
    return false
  }
}

function parseResourceSpans(reader: JsonReader, json: JsonObject): ResourceSpans {
  const data: Draft<ResourceSpans> = {
    resource: { attributes: parseAttributes(reader, reader.object(json.resource).attributes) },
    scopeSpans: reader.list(json.scopeSpans, parseScopeSpans),
  }
  setGiven(data, 'schemaUrl', reader.string(json.schemaUrl))
  return data
}

function parseScopeSpans(reader: JsonReader, json: JsonObject): ScopeSpans {
  const data: Draft<ScopeSpans> = {
    scope: parseScope(reader, reader.object(json.scope)),
    spans: reader.list(json.spans, parseSpan),
  }
  setGiven(data, 'schemaUrl', reader.string(json.schemaUrl))
  return data
}

function parseScope(reader: JsonReader, json: JsonObject): Scope {
  const scope: Draft<Scope> = { name: reader.string(json.name) }
  setGiven(scope, 'version', reader.string(json.version))
  const attributes = parseAttributes(reader, json.attributes)
  if (Object.keys(attributes).length > 0) scope.attributes = attributes
  return scope
}

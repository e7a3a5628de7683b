import type { Json } from '../format-attributes.ts'
import { formatResource, formatScope } from './format-source.ts'
import type { Frame, ScopeHead, SourceHead } from './frame.ts'

/** Writes the request of a signal as OTLP/JSON, on one line; what is absent or empty is left out. */
export function formatFrames<Item, Scoped extends ScopeHead, Sourced extends SourceHead>(
  frame: Frame<Item, Scoped, Sourced>,
  sources: readonly Sourced[],
  formatItem: (item: Item) => Json,
): string {
  const { names } = frame
  return JSON.stringify({ [names.sources]: sources.map(formatSource) })

  function formatSource(source: Sourced): Json {
    return {
      resource: formatResource(source.resource),
      [names.scopes]: frame.scopesOf(source).map(formatScopeItems),
      schemaUrl: source.schemaUrl,
    }
  }

  function formatScopeItems(scoped: Scoped): Json {
    return {
      scope: formatScope(scoped.scope),
      [names.items]: frame.itemsOf(scoped).map(formatItem),
      schemaUrl: scoped.schemaUrl,
    }
  }
}

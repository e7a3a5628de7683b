import type { Resource, Scope } from '../model.ts'

/**
 * How one signal of OTLP has what all of them have: items, in the scopes that made them, of the
 * resource that they are about.
 *
 * The numbers of the fields are the same in spans, log records and metrics, and their names are not.
 */
export interface Frame<Item, Scoped extends ScopeHead, Sourced extends SourceHead> {
  /** The names of the three lists in OTLP/JSON. */
  readonly names: {
    readonly sources: string
    readonly scopes: string
    readonly items: string
  }
  readonly scopesOf: (sourced: Sourced) => readonly Scoped[]
  readonly itemsOf: (scoped: Scoped) => readonly Item[]
  readonly toSourced: (head: SourceHead, scopes: readonly Scoped[]) => Sourced
  readonly toScoped: (head: ScopeHead, items: readonly Item[]) => Scoped
}

/** What the items of a resource have in common. */
export interface SourceHead {
  readonly resource: Resource
  readonly schemaUrl?: string
}

/** What the items of a scope have in common. */
export interface ScopeHead {
  readonly scope: Scope
  readonly schemaUrl?: string
}

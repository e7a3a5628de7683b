import {
  decodeTraces,
  encodeTraces,
  type ResourceSpans,
  type Resource,
  type Scope,
} from '@hopscope/observe/otlp'
import { createHash } from 'node:crypto'
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { tokensOf } from '../ingest/tokens.ts'

/** Who made spans: a resource and a scope, with the URLs of their schemas. */
export interface Source {
  readonly resource: Resource
  readonly resourceSchemaUrl?: string
  readonly scope: Scope
  readonly scopeSchemaUrl?: string
}

/** The sources of spans, each stored once. */
export class Sources {
  readonly #ids = new Map<string, number>()
  readonly #read = new Map<number, Source>()
  readonly #insert: StatementSync
  readonly #find: StatementSync
  readonly #get: StatementSync
  readonly #insertToken: StatementSync
  readonly #count: StatementSync

  constructor(database: DatabaseSync) {
    this.#insert = database.prepare('INSERT INTO sources(hash, data, spans) VALUES(?, ?, 0)')
    this.#find = database.prepare('SELECT id FROM sources WHERE hash = ?')
    this.#get = database.prepare('SELECT data FROM sources WHERE id = ?')
    this.#count = database.prepare('UPDATE sources SET spans = spans + ? WHERE id = ?')
    this.#insertToken = database.prepare(
      'INSERT OR IGNORE INTO source_tokens(token, source) VALUES(?, ?)',
    )
  }

  /** The number of a source, which is stored if it is new. */
  idOf(source: Source): number {
    const data = encode(source)
    const hash = createHash('sha1').update(data).digest()
    const key = hash.toString('latin1')
    const known = this.#ids.get(key) ?? this.#stored(hash)
    const id = known ?? this.#add(source, hash, data)
    if (this.#ids.size >= MAX_REMEMBERED) this.#ids.clear()
    this.#ids.set(key, id)
    return id
  }

  /** The source of a number. */
  get(id: number): Source {
    const known = this.#read.get(id)
    if (known !== undefined) return known
    const data = this.#get.get(id)?.['data']
    const source = data instanceof Uint8Array ? decode(data) : UNKNOWN
    if (this.#read.size >= MAX_REMEMBERED) this.#read.clear()
    this.#read.set(id, source)
    return source
  }

  /** Counts spans of a source, which is deleted with the last of them. */
  addSpans(id: number, count: number): void {
    if (count !== 0) this.#count.run(count, id)
  }

  /** Forgets what was stored in a transaction that was rolled back, or was deleted since. */
  forget(): void {
    this.#ids.clear()
    this.#read.clear()
  }

  #stored(hash: Uint8Array): number | undefined {
    const id = this.#find.get(hash)?.['id']
    return typeof id === 'number' ? id : undefined
  }

  #add(source: Source, hash: Uint8Array, data: Uint8Array): number {
    const id = Number(this.#insert.run(hash, data).lastInsertRowid)
    for (const token of tokensOf(source.resource.attributes)) this.#insertToken.run(token, id)
    return id
  }
}

const MAX_REMEMBERED = 5_000
const UNKNOWN: Source = { resource: { attributes: {} }, scope: { name: '' } }

// A request without spans: what it is encoded with keeps every attribute as it was.
function encode(source: Source): Uint8Array {
  const { resource, resourceSchemaUrl, scope, scopeSchemaUrl } = source
  return encodeTraces({
    resourceSpans: [
      {
        resource,
        ...(resourceSchemaUrl !== undefined && { schemaUrl: resourceSchemaUrl }),
        scopeSpans: [
          { scope, spans: [], ...(scopeSchemaUrl !== undefined && { schemaUrl: scopeSchemaUrl }) },
        ],
      },
    ],
  })
}

function decode(data: Uint8Array): Source {
  const of = decodeTraces(data)?.resourceSpans[0]
  const scoped = of?.scopeSpans[0]
  if (of === undefined || scoped === undefined) return UNKNOWN
  return toSource(of, scoped)
}

/** The source of spans as OTLP frames them. */
export function toSource(
  of: ResourceSpans,
  { scope, schemaUrl }: ResourceSpans['scopeSpans'][number],
): Source {
  return {
    resource: of.resource,
    ...(of.schemaUrl !== undefined && { resourceSchemaUrl: of.schemaUrl }),
    scope,
    ...(schemaUrl !== undefined && { scopeSchemaUrl: schemaUrl }),
  }
}

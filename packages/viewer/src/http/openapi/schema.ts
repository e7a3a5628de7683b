/** A JSON Schema, of as much of it as the document uses. */
export interface Schema {
  readonly $ref?: string
  readonly type?: 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean'
  readonly description?: string
  readonly properties?: Schemas
  readonly required?: readonly string[]
  /** What every field is that has no place in `properties`. */
  readonly additionalProperties?: Schema
  readonly items?: Schema
  readonly prefixItems?: readonly Schema[]
  readonly enum?: readonly string[]
  readonly oneOf?: readonly Schema[]
  readonly pattern?: string
  readonly minimum?: number
}

export interface Schemas {
  readonly [name: string]: Schema
}

export const string: Schema = { type: 'string' }
export const integer: Schema = { type: 'integer' }
export const number: Schema = { type: 'number' }
export const boolean: Schema = { type: 'boolean' }
export const traceId: Schema = { type: 'string', pattern: '^[0-9a-f]{32}$' }
export const spanId: Schema = { type: 'string', pattern: '^[0-9a-f]{16}$' }
/** Nanoseconds of the Unix epoch, which exceed a double. */
export const unixNano: Schema = { type: 'string', pattern: '^[0-9]{1,20}$' }

/** An object whose fields are there, but for those of `optional`. */
export function object(required: Schemas, optional: Schemas = {}): Schema {
  return {
    type: 'object',
    properties: { ...required, ...optional },
    required: Object.keys(required),
  }
}

export function list(items: Schema): Schema {
  return { type: 'array', items }
}

export function words(...names: readonly string[]): Schema {
  return { type: 'string', enum: names }
}

/** A schema of the document, by its name. */
export function ref(name: string): Schema {
  return { $ref: `#/components/schemas/${name}` }
}

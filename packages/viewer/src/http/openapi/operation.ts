import { list, ref, type Schema } from './schema.ts'

/** What can be asked at a path, in OpenAPI's words. */
export interface Operation {
  readonly summary: string
  readonly tags: readonly string[]
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: { readonly required: boolean; readonly content: Content }
  readonly responses: { readonly [status: string]: Response }
}

export interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query' | 'header'
  readonly required?: boolean
  readonly description?: string
  readonly schema: Schema
}

interface Content {
  readonly [mediaType: string]: { readonly schema: Schema }
}

interface Response {
  readonly description: string
  readonly content?: Content
}

/** A query parameter that may be left out. */
export function query(name: string, schema: Schema, description?: string): Parameter {
  return { name, in: 'query', schema, ...(description !== undefined && { description }) }
}

export function path(name: string, schema: Schema): Parameter {
  return { name, in: 'path', required: true, schema }
}

/** Something to read, of one type of the document. */
export function read(
  tag: string,
  summary: string,
  about: { readonly answer: string; readonly parameters?: readonly Parameter[] },
): Operation {
  const { answer, parameters } = about
  return {
    summary,
    tags: [tag],
    ...(parameters && { parameters }),
    responses: { '200': ok({ [JSON_TYPE]: ref(answer) }), default: FAILED },
  }
}

/** Something to do. */
export function act(
  tag: string,
  summary: string,
  about: {
    readonly takes: { readonly [mediaType: string]: Schema }
    readonly answer: Schema
    readonly parameters?: readonly Parameter[]
  },
): Operation {
  const { takes, answer, parameters } = about
  return {
    summary,
    tags: [tag],
    ...(parameters && { parameters }),
    requestBody: { required: true, content: content(takes) },
    responses: { '200': ok({ [JSON_TYPE]: answer }), default: FAILED },
  }
}

export function ok(types: { readonly [mediaType: string]: Schema }): Response {
  return { description: 'What was asked for.', content: content(types) }
}

function content(types: { readonly [mediaType: string]: Schema }): Content {
  return Object.fromEntries(Object.entries(types).map(([type, schema]) => [type, { schema }]))
}

export const JSON_TYPE = 'application/json'
export const NOTHING: Schema = { type: 'object' }
export const DOCUMENTS: Schema = { oneOf: [NOTHING, list(NOTHING)] }

/** Every answer that is no success. */
export const FAILED: Response = {
  description: 'Why not.',
  content: { 'application/problem+json': { schema: ref('Problem') } },
}

import type { Schema, Schemas } from '../src/http/openapi/schema.ts'

/** What of a value a schema does not allow; fields that it does not name are none of it. */
export function violations(value: unknown, schema: Schema, schemas: Schemas, at = ''): string[] {
  if (schema.$ref !== undefined) {
    const named = schemas[schema.$ref.slice('#/components/schemas/'.length)]
    return named ? violations(value, named, schemas, at) : [`${at}: no ${schema.$ref}`]
  }
  if (schema.oneOf) {
    const fits = schema.oneOf.some((each) => violations(value, each, schemas, at).length === 0)
    return fits ? [] : [`${at}: fits none of ${schema.oneOf.length}`]
  }
  if (schema.type === 'object') return objectViolations(value, schema, schemas, at)
  if (schema.type === 'array') {
    if (!Array.isArray(value)) return [`${at}: no list`]
    return value.flatMap((item, index) =>
      violations(item, schema.items ?? {}, schemas, `${at}[${index}]`),
    )
  }
  return plainViolations(value, schema, at)
}

function objectViolations(value: unknown, schema: Schema, schemas: Schemas, at: string): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return [`${at}: no object`]
  const { properties = {}, required = [] } = schema
  const fields = Object.entries(value)
  const missing = required.filter((name) => !Object.hasOwn(value, name))
  return [
    ...missing.map((name) => `${at}.${name}: is missing`),
    ...fields.flatMap(([name, field]) => {
      const known = properties[name]
      return known
        ? violations(field, known, schemas, `${at}.${name}`)
        : [`${at}.${name}: is not in the schema`]
    }),
  ]
}

function plainViolations(
  value: unknown,
  { type, enum: words, pattern }: Schema,
  at: string,
): string[] {
  const isOfType = type === 'integer' ? Number.isInteger(value) : typeof value === type
  if (type !== undefined && !isOfType) return [`${at}: no ${type}`]
  if (words && !words.some((word) => word === value)) return [`${at}: none of ${words.join(', ')}`]
  const isMatch = pattern === undefined || new RegExp(pattern).test(String(value))
  return isMatch ? [] : [`${at}: is not like ${pattern}`]
}

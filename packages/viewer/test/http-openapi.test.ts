import { readdirSync, readFileSync } from 'node:fs'
import { expect, onTestFinished, test } from 'vitest'
import { openApiDocument } from '../src/http/openapi/openapi-document.ts'
import type { Schema } from '../src/http/openapi/schema.ts'
import { apiRoutes } from '../src/http/routes/api-routes.ts'
import { LiveHub } from '../src/http/live/live-hub.ts'
import { loadPage } from '../src/http/static/page-bundle.ts'
import { apiTypes } from './http-api-types.ts'
import { askAsProgram, pageFolder, ScriptedIndex, startViewerOver } from './http-fixture.ts'
import { violations } from './http-schema.ts'

const DOCUMENT = openApiDocument('0.0.0')
const SCHEMAS = DOCUMENT.components.schemas
const REFERENCE = readFileSync(
  new URL('../../../docs/reference/viewer-api.md', import.meta.url),
  'utf8',
)
const FACET: Schema = { $ref: '#/components/schemas/Facet' }

test('every route is described, and nothing else is', async () => {
  const described = Object.entries(DOCUMENT.paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
  )

  expect(described.toSorted()).toEqual((await routes()).toSorted())
})

test('every type of the API is described field by field, as it must or may be there', () => {
  const described = [...apiTypes().keys()].map((name) => {
    const { properties = {}, required = [] } = SCHEMAS[name] ?? {}
    const names = Object.keys(properties)
    return [name, names.toSorted(), names.filter((field) => required.includes(field)).toSorted()]
  })
  const declared = [...apiTypes()].map(([name, fields]) => [
    name,
    fields.map((field) => field.name).toSorted(),
    fields.flatMap((field) => (field.isOptional ? [] : [field.name])).toSorted(),
  ])

  expect(declared.length).toBeGreaterThan(40)
  expect(described).toEqual(declared)
})

test('every schema that is named is there, and every one that is there is named', () => {
  const text = JSON.stringify(DOCUMENT)
  const named = new Set(
    [...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name),
  )

  expect([...named].toSorted()).toEqual(Object.keys(SCHEMAS).toSorted())
})

test('every parameter in a path is described', () => {
  const declared = Object.entries(DOCUMENT.paths).flatMap(([path, operations]) =>
    Object.values(operations).map(({ parameters = [] }) => [
      path,
      parameters.filter((each) => each.in === 'path').map(({ name }) => name),
    ]),
  )
  const needed = Object.entries(DOCUMENT.paths).flatMap(([path, operations]) =>
    Object.keys(operations).map(() => [
      path,
      [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name),
    ]),
  )

  expect(declared).toEqual(needed)
})

test('the page about the API has every address, and no other', async () => {
  const rows = REFERENCE.matchAll(/^\| (GET|POST) `(\/\S+)`/gm)
  const written = [...rows].map(([, method, path]) => `${method} /api/v1${path}`)

  expect(written.toSorted()).toEqual((await routes()).toSorted())
})

test('the page about the API has every code that a request is refused with', () => {
  const sources = sourcesIn(new URL('../src/http/', import.meta.url))
  const codes = sources.flatMap((source) =>
    [...source.matchAll(/new Refusal\(\s*\d+,\s*'([A-Z_]+)'/g)].map(([, code]) => `\`${code}\``),
  )

  expect(codes.length).toBeGreaterThan(20)
  expect(codes.filter((code) => !REFERENCE.includes(code))).toEqual([])
})

test('the viewer gives its description', async () => {
  const viewer = await startViewerOver(new ScriptedIndex(), { version: '1.2.3' })
  onTestFinished(() => viewer[Symbol.asyncDispose]())
  const answer = await askAsProgram(viewer, { path: '/api/v1/openapi.json' })

  expect(answer.json()).toEqual(JSON.parse(JSON.stringify(openApiDocument('1.2.3'))))
})

test.each<readonly [what: string, value: unknown, schema: Schema, problems: readonly string[]]>([
  ['a missing field', {}, FACET, ['.value: is missing', '.count: is missing']],
  ['a field too many', { value: '', count: 1, x: 1 }, FACET, ['.x: is not in the schema']],
  ['another type', { value: 1, count: 1.5 }, FACET, ['.value: no string', '.count: no integer']],
  [
    'an unknown word',
    'lost',
    { $ref: '#/components/schemas/TraceFlag' },
    [expect.stringContaining('none of')],
  ],
])('the check of answers finds %s', (_what, value, schema, problems) => {
  expect(violations(value, schema, SCHEMAS)).toEqual(problems)
})

function sourcesIn(folder: URL): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(new URL(file, folder), 'utf8'))
}

async function routes(): Promise<readonly string[]> {
  const index = new ScriptedIndex()
  const facts = {
    ports: { index },
    version: '0.0.0',
    liveClients: () => 0,
    otlpPort: () => undefined,
    issueLink: () => '',
    onError: () => {},
  }
  const hub = new LiveHub(index, { maxClients: 1, heartbeatMs: 1000 }, () => {})
  onTestFinished(() => hub[Symbol.asyncDispose]())
  const page = await loadPage(await pageFolder())
  return apiRoutes(facts, hub, { page, maxImportBytes: 1 }).map(
    ({ method, path }) => `${method} ${path}`,
  )
}

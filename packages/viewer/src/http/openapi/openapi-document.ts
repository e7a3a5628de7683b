import { MESSAGE_SCHEMAS } from './message-schemas.ts'
import type { Operation } from './operation.ts'
import { OVERVIEW_SCHEMAS } from './overview-schemas.ts'
import { PATH_SCHEMAS } from './path-schemas.ts'
import { PATHS } from './paths.ts'
import type { Schemas } from './schema.ts'
import { TRACE_SCHEMAS } from './trace-schemas.ts'

/** The API as OpenAPI 3.1 describes it. */
export interface OpenApiDocument {
  readonly openapi: '3.1.0'
  readonly info: { readonly title: string; readonly version: string; readonly description: string }
  readonly paths: { readonly [path: string]: { readonly [method: string]: Operation } }
  readonly components: {
    readonly schemas: Schemas
    readonly securitySchemes: { readonly [name: string]: Readonly<Record<string, string>> }
  }
  readonly security: readonly { readonly [name: string]: readonly [] }[]
}

/** The description of the API of this version. */
export function openApiDocument(version: string): OpenApiDocument {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Hopscope viewer',
      version,
      description:
        'Traces of messages through NATS: spans of services and hops of servers, together.',
    },
    paths: PATHS,
    components: {
      schemas: { ...TRACE_SCHEMAS, ...PATH_SCHEMAS, ...MESSAGE_SCHEMAS, ...OVERVIEW_SCHEMAS },
      securitySchemes: {
        program: { type: 'http', scheme: 'bearer', description: 'Another one with every start.' },
        page: {
          type: 'apiKey',
          in: 'cookie',
          name: 'hopscope-{port}',
          description: 'Set when an address that the viewer printed is opened.',
        },
      },
    },
    security: [{ program: [] }, { page: [] }],
  }
}

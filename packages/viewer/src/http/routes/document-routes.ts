import { openApiDocument } from '../openapi/openapi-document.ts'
import { json } from '../answer/reply.ts'
import type { Route } from './route.ts'

/** The API's description of itself. */
export function documentRoutes(version: string): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/api/v1/openapi.json',
      run: async () => json(openApiDocument(version)),
    },
  ]
}

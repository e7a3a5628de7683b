import type { ImportResult } from '../../api/import-result.ts'
import { readImport } from '../../exchange/import/read-import.ts'
import { ViewerError } from '../../viewer-error.ts'
import { json } from '../answer/reply.ts'
import type { IndexPort } from '../ports.ts'
import type { Route } from './route.ts'

/** Takes a file of traces into the index. */
export function importRoutes(index: IndexPort, maxBytes: number): readonly Route[] {
  return [
    {
      method: 'POST',
      path: '/api/v1/import',
      body: { mediaTypes: ['application/json', 'application/x-ndjson'], maxBytes },
      run: async (_call, { bytes }) => {
        const { traceIds, spans, unreadable, problem } = await index.add(readImport(bytes))
        // Of several documents some may have been taken all the same.
        if (unreadable > 0 && spans === 0) throw unread(problem)
        const result: ImportResult = {
          traceIds,
          spans,
          unreadable,
          ...(problem !== undefined && { problem }),
        }
        return json(result)
      },
    },
  ]
}

function unread(problem = 'it is malformed'): ViewerError {
  return new ViewerError('IMPORT_INVALID', `the file cannot be read: ${problem}`, {
    hint: 'give OTLP JSON, Jaeger JSON, or trace events of NATS servers, one a line',
  })
}

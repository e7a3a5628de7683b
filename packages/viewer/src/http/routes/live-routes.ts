import { parseQuery } from '../../query/parse-query.ts'
import type { LiveHub } from '../live/live-hub.ts'
import { Refusal } from '../refusal.ts'
import { queryParam } from './params.ts'
import type { Route } from './route.ts'
import { queryText } from './trace-routes.ts'

/** Traces as they come and change, those that a query matches. */
export function liveRoutes(hub: LiveHub): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/api/v1/live',
      run: async ({ query, accept, lastEventId }) => {
        hub.requirePlace()
        const text = queryText(query)
        const after = queryParam(query, 'after')?.value
        const parsed = parseQuery(text)
        if ('problem' in parsed) {
          throw new Refusal(400, 'QUERY_INVALID', parsed.problem, { hint: parsed.hint })
        }
        return {
          type: 'stream',
          start: (response) =>
            hub.follow(response, { query: text, accept, lastEventId: lastEventId ?? after }),
        }
      },
    },
  ]
}

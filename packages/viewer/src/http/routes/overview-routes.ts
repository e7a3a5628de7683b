import type { IndexPort } from '../ports.ts'
import { askIndex, NO_ANSWER } from './ask-index.ts'
import type { Route } from './route.ts'
import { timeRange } from './time-range.ts'

/** What is made of many traces: the map, services, what there is to filter by, metrics. */
export function overviewRoutes(index: IndexPort): readonly Route[] {
  const ofRange = (type: 'map' | 'services' | 'service-graph' | 'facets'): Route => ({
    method: 'GET',
    path: `/api/v1/${type}`,
    run: async ({ query, signal }) =>
      askIndex(index, { type, ...timeRange(query) }, NO_ANSWER, signal),
  })
  return [
    ofRange('map'),
    ofRange('services'),
    ofRange('service-graph'),
    ofRange('facets'),
    {
      method: 'GET',
      path: '/api/v1/metrics',
      run: async ({ signal }) => askIndex(index, { type: 'metrics' }, NO_ANSWER, signal),
    },
  ]
}

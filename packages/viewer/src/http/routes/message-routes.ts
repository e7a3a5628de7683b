import type { IndexPort } from '../ports.ts'
import type { IndexRequest } from '../../trace-index/index-request.ts'
import { askIndex, NO_ANSWER, NO_MESSAGE } from './ask-index.ts'
import { queryParam, requireLimit, requireSequence, requireShort, requireStream } from './params.ts'
import type { Route } from './route.ts'
import { timeRange } from './time-range.ts'

/** Messages of streams, as spans tell of them. */
export function messageRoutes(index: IndexPort): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/api/v1/messages',
      run: async ({ query, signal }) => askIndex(index, messagesRequest(query), NO_ANSWER, signal),
    },
    {
      method: 'GET',
      path: '/api/v1/messages/{stream}/{sequence}',
      run: async (call) => {
        const stream = requireStream(call.param('stream'))
        const sequence = requireSequence(call.param('sequence'))
        return askIndex(index, { type: 'message', stream, sequence }, NO_MESSAGE, call.signal)
      },
    },
  ]
}

function messagesRequest(query: URLSearchParams): IndexRequest {
  const stream = queryParam(query, 'stream')
  const limit = queryParam(query, 'limit')
  const before = queryParam(query, 'before')
  return {
    type: 'messages',
    ...timeRange(query),
    ...(stream && { stream: requireStream(stream) }),
    ...(limit && { limit: requireLimit(limit, MAX_MESSAGES) }),
    ...(before && { before: requireShort(before, MAX_CURSOR_CHARACTERS) }),
  }
}

const MAX_MESSAGES = 1000
const MAX_CURSOR_CHARACTERS = 256

import type { DeadLetterList } from '../../api/message-view.ts'
import { json } from '../answer/reply.ts'
import type { BodyRule } from '../body/read-body.ts'
import type { DeadLetterPort, ViewerPorts } from '../ports.ts'
import { Refusal } from '../refusal.ts'
import { fromPort } from './from-port.ts'
import { groupLetters } from './group-letters.ts'
import { queryParam, requireLimit, requireSequence, requireStream } from './params.ts'
import type { Route } from './route.ts'

/** Dead letters, and replaying them where that is allowed. */
export function deadLetterRoutes({
  deadLetters,
  canPublish = false,
}: Pick<ViewerPorts, 'deadLetters' | 'canPublish'>): readonly Route[] {
  const replay = canPublish ? deadLetters?.replay?.bind(deadLetters) : undefined
  return [
    {
      method: 'GET',
      path: '/api/v1/dead-letters',
      run: async ({ query, signal }) => {
        const given = queryParam(query, 'limit')
        const limit = given ? requireLimit(given, MAX_LETTERS) : DEFAULT_LETTERS
        const canReplay = replay !== undefined
        return json(await list(deadLetters, { limit, signal, canReplay }))
      },
    },
    {
      method: 'POST',
      path: '/api/v1/dead-letters/{stream}/{sequence}/replay',
      body: NO_BODY,
      run: async (call) => {
        const stream = requireStream(call.param('stream'))
        const sequence = requireSequence(call.param('sequence'))
        if (!replay) throw notAllowed()
        const result = await fromPort(() => replay(stream, sequence))
        if (result) return json(result)
        throw new Refusal(404, 'LETTER_UNKNOWN', `${stream} has no dead letter ${sequence}`)
      },
    },
  ]
}

/** For what is asked by its path alone: an empty object will do, or nothing. */
export const NO_BODY: BodyRule = { mediaTypes: ['application/json'], maxBytes: 1024 }

async function list(
  port: DeadLetterPort | undefined,
  options: { readonly limit: number; readonly signal: AbortSignal; readonly canReplay: boolean },
): Promise<DeadLetterList> {
  const { canReplay, ...how } = options
  const found = await fromPort(async () => port?.list(how))
  const { letters, streams } = found ?? { letters: [], streams: [] }
  return { letters, groups: groupLetters(letters), streams, canReplay }
}

function notAllowed(): Refusal {
  return new Refusal(403, 'PUBLISH_FORBIDDEN', 'this viewer may not publish', {
    hint: 'start it with --allow-publish to replay dead letters',
  })
}

const DEFAULT_LETTERS = 200
const MAX_LETTERS = 1000

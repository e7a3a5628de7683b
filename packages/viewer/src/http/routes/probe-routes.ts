import { formatTracesJson } from '@hopscope/observe/otlp'
import type { ProbeRequest } from '../../api/probe-view.ts'
import { jsonRecord } from '../../exchange/import/telemetry-record.ts'
import { json } from '../answer/reply.ts'
import { parseJsonObject } from '../body/parse-json.ts'
import type { Body } from '../body/read-body.ts'
import type { ViewerPorts } from '../ports.ts'
import { Refusal } from '../refusal.ts'
import { fromPort } from './from-port.ts'
import type { Route } from './route.ts'

/** Sends a message to see its way: without delivering it, unless publishing is allowed. */
export function probeRoutes({
  index,
  probe,
  canPublish = false,
}: Pick<ViewerPorts, 'index' | 'probe' | 'canPublish'>): readonly Route[] {
  return [
    {
      method: 'POST',
      path: '/api/v1/probe',
      body: { mediaTypes: ['application/json'], maxBytes: MAX_BYTES },
      run: async ({ signal }, body) => {
        const request = parseProbe(body)
        if (request.deliver === true && !canPublish) throw notAllowed()
        if (!probe) throw notConnected()
        const probed = await fromPort(async () => probe.probe(request, signal))
        const { result, spans: resourceSpans } = probed
        if (resourceSpans.length > 0) {
          await index.add([jsonRecord('traces', formatTracesJson({ resourceSpans }))])
        }
        return json(result)
      },
    },
  ]
}

/** @throws {@link Refusal} BODY_INVALID */
function parseProbe(body: Body): ProbeRequest {
  const fields = parseJsonObject(body)
  const subject = fields.get('subject')
  const payload = fields.get('payload')
  const deliver = fields.get('deliver') ?? false
  const headers = fields.get('headers') ?? []
  check(typeof subject === 'string' && subject !== '', 'subject must be a text')
  check(payload === undefined || typeof payload === 'string', 'payload must be a text')
  check(typeof deliver === 'boolean', 'deliver must be true or false')
  check(isHeaders(headers), 'headers must be a list of pairs of texts, 100 at the most')
  return { subject, deliver, headers, ...(payload !== undefined && { payload }) }
}

function check(isValid: boolean, rule: string): asserts isValid {
  if (!isValid) throw new Refusal(400, 'BODY_INVALID', rule)
}

function isHeaders(value: unknown): value is NonNullable<ProbeRequest['headers']> {
  if (!Array.isArray(value) || value.length > MAX_HEADERS) return false
  return value.every(
    (pair) => Array.isArray(pair) && pair.length === 2 && pair.every((e) => typeof e === 'string'),
  )
}

function notAllowed(): Refusal {
  return new Refusal(403, 'PUBLISH_FORBIDDEN', 'this viewer may not publish', {
    hint: 'leave deliver out for a dry run, or start the viewer with --allow-publish',
  })
}

function notConnected(): Refusal {
  return new Refusal(503, 'CONNECTION_MISSING', 'the viewer is not connected to a NATS server', {
    hint: 'start it with a context or a server to probe',
  })
}

const MAX_BYTES = 2 * 1024 ** 2
const MAX_HEADERS = 100

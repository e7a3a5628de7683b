import { telemetryRecord } from '../../exchange/import/telemetry-record.ts'
import type { IndexPort, Taken } from '../ports.ts'
import { Refusal } from '../refusal.ts'
import type { ExportOutcome } from './encode-response.ts'
import type { ExportRequest } from './export-request.ts'
import { siftRequest } from './sift-request.ts'
import { SIGNAL_CODECS } from './signal-codec.ts'

/**
 * Has the index take what a request brings, as much of it as can be read.
 *
 * @throws {@link Refusal} BODY_INVALID if nothing can: sending it again is of no use
 */
export async function takeExport(index: IndexPort, request: ExportRequest): Promise<ExportOutcome> {
  if (isEmpty(request)) return { rejected: 0, message: '' }
  const { called } = SIGNAL_CODECS[request.signal]
  const whole = await add(index, request)
  if (whole.unreadable === 0) return outcomeOf(whole, called)

  const sifted = siftRequest(request)
  if (!sifted) throw unreadable(request, whole)
  const { bytes, total, rejected } = sifted
  // Members that are not known are none, so that it holds nothing.
  if (total === 0) return { rejected: 0, message: `the request holds no ${called}` }
  if (rejected === total) throw unreadable(request, whole)

  const rest = await add(index, { ...request, format: 'protobuf', bytes })
  if (rest.unreadable > 0) throw unreadable(request, rest)
  const told = `${rejected} of ${total} ${called} are malformed, for example by the length of an id`
  const { rejected: dropped, message } = outcomeOf(rest, called)
  return { rejected: rejected + dropped, message: [told, message].filter(Boolean).join('; ') }
}

function outcomeOf({ dropped = 0 }: Taken, called: string): ExportOutcome {
  const message = dropped === 0 ? '' : `${dropped} ${called} are more than the index keeps`
  return { rejected: dropped, message }
}

function unreadable({ signal }: ExportRequest, { problem = 'it is malformed' }: Taken): Refusal {
  return new Refusal(400, 'BODY_INVALID', `the request of ${signal} cannot be read: ${problem}`)
}

function add(index: IndexPort, { signal, format, bytes }: ExportRequest): Promise<Taken> {
  return index.add([telemetryRecord(signal, format, bytes)])
}

/** Whether nothing is sent, as a sender may do to see whether it could. */
function isEmpty({ format, bytes }: ExportRequest): boolean {
  if (format === 'protobuf') return bytes.length === 0
  return bytes.length < 100 && /^\s*\{\s*\}\s*$/.test(new TextDecoder().decode(bytes))
}

import type { ExportRequest } from './export-request.ts'
import { parseRequest } from './parse-request.ts'
import { SIGNAL_CODECS, type SignalCodec } from './signal-codec.ts'
import { siftJson } from './sift-json.ts'
import { siftProtobuf } from './sift-protobuf.ts'
import type { Sifted } from './sifted.ts'

/**
 * Takes out of a request what cannot be read: single spans, log records or metrics, and all that are
 * of a resource or a scope that cannot be read. `undefined` if it is no request at all, or larger
 * than any that an exporter sends: it is read once more, on the thread that serves everybody.
 */
export function siftRequest({ signal, format, bytes }: ExportRequest): Sifted | undefined {
  if (bytes.length > MAX_BYTES) return undefined
  const codec = SIGNAL_CODECS[signal]
  if (format === 'protobuf') return siftProtobuf(bytes, codec, MAX_ITEMS)
  const request = parseRequest(bytes)
  if (!request || isOfOtherSignal(request, codec)) return undefined
  return siftJson(request, codec, MAX_ITEMS)
}

// Fields that are not known are to be ignored; these are known, and were sent to the wrong address.
function isOfOtherSignal(request: object, { members: [own] }: SignalCodec): boolean {
  const names = Object.values(SIGNAL_CODECS).map(({ members: [resources] }) => resources)
  return !Object.hasOwn(request, own) && names.some((name) => Object.hasOwn(request, name))
}

const MAX_BYTES = 16 * 1024 ** 2
// Collectors send 8192 in a request unless they are told otherwise.
const MAX_ITEMS = 20_000

/**
 * The parts of an OTLP request, each a whole request with one resource; `undefined` when there is
 * anything else in it, or less.
 */
export function requestFields(body: Uint8Array): readonly Uint8Array[] | undefined {
  const fields: Uint8Array[] = []
  let at = 0
  while (at < body.length) {
    const end = body[at] === RESOURCE_TAG ? endOfField(body, at + 1) : undefined
    if (end === undefined) return undefined
    fields.push(body.subarray(at, end))
    at = end
  }
  return fields
}

// Every Export…ServiceRequest has one field: 1, repeated resource_spans, resource_logs or
// resource_metrics.
const RESOURCE_TAG = 0x0a

// Where a field ends whose length begins at `at`.
function endOfField(body: Uint8Array, at: number): number | undefined {
  let length = 0
  for (let weight = 1, next = at; next < body.length && weight <= MAX_WEIGHT; weight *= 128) {
    const byte = body[next++] ?? 0
    length += (byte & 0x7f) * weight
    if (byte < 0x80) return length <= body.length - next ? next + length : undefined
  }
  return undefined
}

// A length has ten bytes at most; five hold more than any message may be long.
const MAX_WEIGHT = 128 ** 4

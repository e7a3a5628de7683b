import { Refusal } from './refusal.ts'

/** What a request asks for. */
export interface Target {
  /** As it was sent, such as `/m/ORDERS/12`. */
  readonly path: string
  /** What is between the slashes, decoded. */
  readonly segments: readonly string[]
  readonly query: URLSearchParams
}

/**
 * Reads the target of a request, by hand: `URL` would take `//name/` for another server, and resolve
 * dots.
 *
 * @throws {@link Refusal} TARGET_INVALID
 */
export function readTarget(url = ''): Target {
  const [path = '', query = ''] = url.split(/\?(.*)/s)
  if (!path.startsWith('/') || path.startsWith('//') || path.includes('#')) throw invalid()
  return {
    path,
    segments: path.slice(1).split('/').map(decodeSegment),
    query: new URLSearchParams(query),
  }
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    // A % that nothing was encoded with.
    throw invalid()
  }
}

function invalid(): Refusal {
  return new Refusal(400, 'TARGET_INVALID', 'the address of the request is malformed')
}

import { percentDecode } from './percent-decode.ts'

/**
 * Reads `key=value` pairs with commas between them, percent-encoded as in W3C Baggage; what is no
 * pair is left out, and of a key that is there twice the last counts.
 */
export function parseHeaderList(text: string): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {}
  for (const pair of text.split(',')) {
    const at = pair.indexOf('=')
    if (at > 0) headers[pair.slice(0, at).trim()] = percentDecode(pair.slice(at + 1).trim())
  }
  return headers
}

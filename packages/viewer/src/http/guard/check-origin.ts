import type { IncomingMessage } from 'node:http'
import { Refusal } from '../refusal.ts'

/**
 * Refuses data to a browser that asks on behalf of another site, whatever cookie it has.
 *
 * @throws {@link Refusal} ORIGIN_FOREIGN
 */
export function checkOrigin({ headers }: IncomingMessage): void {
  const site = headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw foreign()

  const { origin, host } = headers
  // A proxy in front may speak https; what follows the scheme is the name that the browser knows.
  if (origin !== undefined && origin.replace(/^https?:\/\//, '') !== host) throw foreign()
}

function foreign(): Refusal {
  return new Refusal(403, 'ORIGIN_FOREIGN', 'data is given to the page of this viewer only', {
    hint: 'programs send an Authorization header and no Origin',
  })
}

/** How many service colors `tokens.css` has: `--service-0` to `--service-11`. */
export const SERVICE_HUES = 12

/**
 * The token of a service's color. The same name has the same color on every page and in every session;
 * two services may share one, so the name is always written beside it.
 */
export function serviceToken(service: string): `--service-${number}` {
  // FNV-1a: spreads names that differ in one letter.
  let hash = 0x811c9dc5
  for (let i = 0; i < service.length; i++) {
    hash = Math.imul(hash ^ service.charCodeAt(i), 0x01000193)
  }

  return `--service-${(hash >>> 0) % SERVICE_HUES}`
}

/** The same as a value for CSS. */
export function serviceColor(service: string): string {
  return `var(${serviceToken(service)})`
}

/** The color that a token has in the present theme: for canvases, which know no variables. */
export function readToken(token: `--${string}`): string {
  return getComputedStyle(document.documentElement).getPropertyValue(token).trim()
}

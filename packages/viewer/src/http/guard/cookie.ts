import type { IncomingMessage } from 'node:http'

/** Name of the session's cookie: browsers share cookies between the ports of a machine, so it has the port. */
export function cookieName(port: number): string {
  return `hopscope-${port}`
}

/** The header that makes a browser keep the session's secret, out of reach of scripts and of other sites. */
export function sessionCookie(name: string, secret: string): string {
  return `${name}=${secret}; HttpOnly; SameSite=Strict; Path=/`
}

/** Every value that a request has for a cookie. */
export function readCookies({ headers }: IncomingMessage, name: string): readonly string[] {
  return (headers.cookie ?? '').split(';').flatMap((pair) => {
    const [key, value] = pair.trim().split('=', 2)
    return key === name && value !== undefined ? [value] : []
  })
}

import type { Viewer } from '@hopscope/viewer'
import { styleText } from 'node:util'
import type { Io } from '../io.ts'

/** What is told besides the page's address. */
export interface Welcome {
  /** One JSON document in place of words. */
  readonly json?: boolean
  /** Of a server of our own. */
  readonly natsUrl?: string
}

/**
 * Tells where the page is: the address on stdout, so that a program can take it, the rest on stderr.
 *
 * The address has a token that is good for one browser, once.
 */
export function welcome(io: Io, viewer: Viewer, { json = false, natsUrl }: Welcome): void {
  const { otlpUrl, accessToken } = viewer
  const url = viewer.issueLink()
  if (json) {
    io.stdout.write(`${JSON.stringify({ url, accessToken, otlpUrl, natsUrl })}\n`)
    return
  }
  io.stdout.write(`${emphasized(url, io)}\n`)
  if (otlpUrl !== undefined) io.stderr.write(`OTLP over HTTP is taken at ${otlpUrl}\n`)
  io.stderr.write('open it in a browser of this machine; Ctrl-C ends it\n')
}

function emphasized(url: string, { stdout }: Io): string {
  return stdout.color ? styleText(['bold', 'underline'], url, { validateStream: false }) : url
}

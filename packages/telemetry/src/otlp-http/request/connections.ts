import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import type { Target } from '../options/target.ts'
import { readTlsFiles, type TlsFiles } from '../options/tls-files.ts'

/**
 * The connections by which one signal is sent, kept open between requests.
 *
 * @throws {@link TelemetryError} OPTION_INVALID if a file of TLS cannot be read
 */
export class Connections {
  readonly #target: Target
  #files: TlsFiles
  #agent: HttpAgent

  constructor(target: Target) {
    this.#target = target
    this.#files = readTlsFiles(target.files)
    this.#agent = openAgent(target, this.#files)
  }

  /** What requests are sent by. */
  get agent(): HttpAgent {
    return this.#agent
  }

  /** Uses new certificates where the files have changed, as they do while a bridge runs for months. */
  renew(): void {
    const files = this.#readAgain()
    const { ca, key, cert } = this.#files
    if (!files || (files.ca === ca && files.key === key && files.cert === cert)) return
    this.close()
    this.#files = files
    this.#agent = openAgent(this.#target, files)
  }

  /** Closes all of them; requests that are under way fail. */
  close(): void {
    this.#agent.destroy()
  }

  // A file that is just being replaced is no reason to go without the one that was there.
  #readAgain(): TlsFiles | undefined {
    try {
      return readTlsFiles(this.#target.files)
    } catch {
      return undefined
    }
  }
}

function openAgent({ url }: Target, files: TlsFiles): HttpAgent {
  const options = { keepAlive: true }
  return url.protocol === 'https:'
    ? new HttpsAgent({ ...options, ...files })
    : new HttpAgent(options)
}

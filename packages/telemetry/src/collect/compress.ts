import { promisify } from 'node:util'
import { gzip } from 'node:zlib'

const gzipInThread = promisify(gzip)

/** Compresses a request in another thread, as little as makes it small: repeated keys are most of it. */
export async function compress(request: Uint8Array): Promise<Uint8Array> {
  return gzipInThread(request, { level: 1 })
}

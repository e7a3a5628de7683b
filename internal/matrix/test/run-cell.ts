import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

/** A backend on a Node, and the server that it works with. */
export interface Cell {
  readonly bin: string
  readonly backend: string
  readonly url: string
}

/** What every operation did, as text of JSON; rejects with what the process wrote if it fails. */
export async function runCell({ bin, backend, url }: Cell): Promise<string> {
  const own = backend === 'sdk-3' ? ['--import=@hopscope/otel-3/resolve'] : []
  const { stdout } = await promisify(execFile)(
    bin,
    ['--conditions=@hopscope/source', '--no-warnings', ...own, MAIN, backend, url],
    { cwd: FOLDER, timeout: 25_000 },
  )
  return stdout
}

const FOLDER = fileURLToPath(new URL('..', import.meta.url))
const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url))

import { createHash } from 'node:crypto'
import { chmod, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { EXECUTABLE_NAME } from './executable-name.ts'
import type { FetchJob } from './fetch-job.ts'
import { releaseAsset } from './release-asset.ts'
import { runOrThrow } from './run-command.ts'

const DOWNLOAD_TIMEOUT_MS = 120_000
const UNPACK_TIMEOUT_MS = 60_000

/** Downloads the project's release, and refuses it unless SHA256SUMS agrees. */
export async function fetchFromGithub(job: FetchJob): Promise<void> {
  const asset = releaseAsset(job.version, process.platform, process.arch)
  if (!asset) throw new Error(`there is no release for ${process.platform} on ${process.arch}`)

  const base = job.env['NATS_SERVER_RELEASE_BASE'] ?? asset.base
  job.onProgress(`downloading ${asset.file}`)
  const [sums, archive] = await Promise.all([
    download(`${base}/SHA256SUMS`, job.signal),
    download(`${base}/${asset.file}`, job.signal),
  ])
  checkSum(asset.file, archive, sums.toString())

  const file = join(job.workDir, asset.file)
  await writeFile(file, archive)
  // The tar of macOS and of Windows reads zip files too.
  await runOrThrow('tar', ['-xf', file, '-C', job.workDir], {
    env: job.env,
    signal: job.signal,
    timeoutMs: UNPACK_TIMEOUT_MS,
  })
  await rename(join(job.workDir, asset.dir, EXECUTABLE_NAME), job.target)
  await chmod(job.target, 0o755)
}

async function download(url: string, signal: AbortSignal | undefined): Promise<Buffer> {
  const timeout = AbortSignal.timeout(DOWNLOAD_TIMEOUT_MS)
  try {
    const response = await fetch(url, {
      signal: AbortSignal.any(signal ? [signal, timeout] : [timeout]),
    })
    if (!response.ok) throw new Error(`HTTP ${response.status} for ${fileName(url)}`)
    return Buffer.from(await response.arrayBuffer())
  } catch (error) {
    // fetch itself says only "fetch failed"; why is in the cause.
    if (error instanceof Error && error.cause instanceof Error) {
      throw new Error(`${fileName(url)}: ${error.cause.message}`, { cause: error })
    }
    throw error
  }
}

function checkSum(file: string, archive: Buffer, sums: string): void {
  const line = sums.split('\n').map((text) => text.trim().split(/\s+\*?/))
  const expected = line.find(([, name]) => name === file)?.[0]
  const actual = createHash('sha256').update(archive).digest('hex')
  if (actual === expected) return

  throw new Error(`checksum of ${file} is ${actual}, SHA256SUMS says ${expected ?? 'nothing'}`)
}

function fileName(url: string): string {
  return url.slice(url.lastIndexOf('/') + 1)
}

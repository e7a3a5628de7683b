import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { EXECUTABLE_NAME } from './executable-name.ts'
import type { FetchJob } from './fetch-job.ts'
import { runOrThrow } from './run-command.ts'

const BUILD_TIMEOUT_MS = 10 * 60 * 1000

/** Builds a server with the Go of this machine; takes a minute or two. */
export async function fetchWithGo(job: FetchJob): Promise<void> {
  const { env, signal, version } = job
  await runOrThrow('go', ['version'], { env, signal, timeoutMs: 10_000 })

  const bin = join(job.workDir, 'bin')
  job.onProgress(`building nats-server ${version} with Go (a minute or two)`)
  await runOrThrow('go', ['install', `github.com/nats-io/nats-server/v2@v${version}`], {
    env: { ...env, GOBIN: bin, CGO_ENABLED: '0', GOFLAGS: '-trimpath' },
    signal,
    timeoutMs: BUILD_TIMEOUT_MS,
  })
  await rename(join(bin, EXECUTABLE_NAME), job.target)
}

import { execFile } from 'node:child_process'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { buildOnce } from '../../interop/languages/src/build-once.ts'

/** A program that is built from its Go modules. */
export interface GoProgram {
  /** The folder of its `go.mod`, beside `src`. */
  readonly folder: string
  /** The package that is built, as `.` or the path of one that a module has. */
  readonly package: string
}

/**
 * The path of the program, built now or earlier from the same sources by the same Go.
 *
 * The first build takes minutes: it has one core at a time, and gives way to everything else.
 *
 * @throws Error if there is no Go, if a module is out of reach, or if it takes more than an hour
 */
export async function buildGo(program: GoProgram): Promise<string> {
  const cwd = fileURLToPath(new URL(`../${program.folder}/`, import.meta.url))
  const { stdout: version } = await run('go', ['version'])
  const files = globSync(['go.mod', 'go.sum', '*.go'], { cwd }).toSorted()
  const folder = await buildOnce({
    name: program.folder,
    inputs: [
      version,
      program.package,
      ...files.map((file) => readFileSync(join(cwd, file), 'utf8')),
    ],
    make: async (made) => {
      const build = ['go', 'build', '-o', join(made, 'program'), program.package]
      const [command = 'go', ...args] = existsSync(NICE) ? [NICE, '-n', '19', ...build] : build
      await run(command, args, {
        cwd,
        timeout: TIMEOUT_MS,
        env: { ...process.env, GOFLAGS: '-p=1' },
      })
    },
  })
  return join(folder, 'program')
}

const NICE = '/usr/bin/nice'
const TIMEOUT_MS = 60 * 60 * 1000

const run = promisify(execFile)

import { spawnSync } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildOnce } from './build-once.ts'
import { download, execute } from './execute.ts'
import type { Commands, Language } from './language.ts'

/** Where the program in Go is. */
export const GO_SOURCES: string = fileURLToPath(new URL('../../go/', import.meta.url))

/** The program in Go. */
export const go: Language = {
  name: 'go',
  missing: () =>
    spawnSync(GO, ['version']).status === 0
      ? undefined
      : 'no go in the PATH: install Go, 1.26 or later',
  build,
}

const GO = 'go'

async function build(): Promise<Commands> {
  const version = await execute(GO, ['version'], GO_SOURCES)
  const files = globSync(['go.mod', 'go.sum', '**/*.go'], { cwd: GO_SOURCES }).toSorted()
  const folder = await buildOnce({
    name: 'go',
    inputs: [version, ...files.map((file) => readFileSync(join(GO_SOURCES, file), 'utf8'))],
    make: async (folder) => {
      await download(GO, ['mod', 'download'], GO_SOURCES)
      await execute(GO, ['build', '-o', `${folder}/`, './...'], GO_SOURCES)
    },
  })
  const command = (file: string, args: readonly string[] = []) => ({
    file: join(folder, file),
    args,
    cwd: folder,
  })
  return { program: (args) => command('hopscope-interop', args), example: (name) => command(name) }
}

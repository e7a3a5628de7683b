import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildOnce } from './build-once.ts'
import { download, execute } from './execute.ts'
import type { Commands, Language } from './language.ts'

/** Where the program in Python is. */
export const PYTHON_SOURCES: string = fileURLToPath(new URL('../../python/', import.meta.url))

/** The program in Python. */
export const python: Language = {
  name: 'python',
  missing: () =>
    spawnSync(PYTHON, ['-c', USABLE]).status === 0
      ? undefined
      : 'no python3 with venv in the PATH: install Python, 3.10 or later, and on Debian python3-venv too',
  build,
}

const PYTHON = 'python3'
const USABLE = 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 10))'

async function build(): Promise<Commands> {
  const requirements = join(PYTHON_SOURCES, 'requirements.txt')
  const version = await execute(PYTHON, ['-c', 'import sys; print(sys.version)'], PYTHON_SOURCES)
  const folder = await buildOnce({
    name: 'python',
    inputs: [version, readFileSync(requirements, 'utf8')],
    make: async (folder) => {
      await execute(PYTHON, ['-m', 'venv', folder], PYTHON_SOURCES)
      const install = ['-m', 'pip', 'install', '--quiet', '--require-hashes', '-r', requirements]
      await download(join(folder, BIN, 'python'), install, PYTHON_SOURCES)
    },
  })
  const command = (...args: readonly string[]) => ({
    file: join(folder, BIN, 'python'),
    // Without -B, Python would write its cache beside the sources.
    args: ['-B', ...args],
    cwd: PYTHON_SOURCES,
  })
  return {
    program: (args) => command('-m', 'hopscope_interop', ...args),
    example: (name) => command(join('examples', `${name}.py`)),
  }
}

const BIN = process.platform === 'win32' ? 'Scripts' : 'bin'

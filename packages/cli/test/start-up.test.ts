import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

test.each(['--version', '--help', 'search --help'])(
  '%s loads nothing but files of the command line and its parser, and no command that runs',
  async (line) => {
    const loaded = await loadedBy(line.split(' '))

    expect(loaded).toContain(new URL('src/program.ts', PACKAGE).href)
    expect(loaded.filter((url) => !OWN.test(url))).toEqual([])
    expect(loaded.filter((url) => /\/run-[a-z-]+\.ts$/.test(url))).toEqual([])
  },
)

const PACKAGE = new URL('../', import.meta.url)
const OWN = /^node:|\/node_modules\/commander\/|\/packages\/cli\/src\//

/** The addresses of all files that node loads to run a command line. */
async function loadedBy(args: readonly string[]): Promise<readonly string[]> {
  const hooks = `
    import { registerHooks } from 'node:module'
    registerHooks({
      load(url, context, next) {
        process.stderr.write(url + '\\n')
        return next(url, context)
      },
    })`
  const { stderr } = await promisify(execFile)(process.execPath, [
    '--conditions=@hopscope/source',
    `--import=data:text/javascript,${encodeURIComponent(hooks)}`,
    fileURLToPath(new URL('src/main.ts', PACKAGE)),
    ...args,
  ])
  return stderr.trim().split('\n')
}

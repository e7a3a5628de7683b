import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'hopscope-ensure-'))

afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('installs in a fresh clone and says so on stderr', () => {
  const { status, stdout, stderr } = ensure(workspace(['a', 'b']))

  expect({ status, stdout }).toEqual({ status: 0, stdout: '' })
  expect(stderr).toMatch(/^installing 2 packages \(first run only\) …\n/)
  expect(stderr).toMatch(/\ninstalled in \d+\.\d s\n$/)
  expect(existsSync(join(folder, 'node_modules/a/package.json'))).toBe(true)
})

test('says nothing when everything is there, and does not miss packages of other platforms', () => {
  ensure(workspace(['a']))

  expect(ensure(folder)).toEqual({ status: 0, stdout: '', stderr: '' })
})

test('installs again when the lock has come to want more', () => {
  ensure(workspace(['a']))
  const { stderr } = ensure(workspace(['a', 'b']))

  expect(stderr).toContain('(node_modules differs from the lock) …\n')
  expect(existsSync(join(folder, 'node_modules/b/package.json'))).toBe(true)
})

test('installs again when a folder was deleted from node_modules', () => {
  ensure(workspace(['a']))
  rmSync(join(folder, 'node_modules/a'), { recursive: true })

  expect(ensure(folder).stderr).toContain('installed in')
})

test('when npm ci fails it says so in one paragraph with a hint, and exits with 1', () => {
  const { status, stdout, stderr } = ensure(
    workspace(['a'], { dependencies: { missing: '1.0.0' } }),
  )

  expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
  expect(stderr).toContain(
    'error: `npm ci` did not finish: exit code 1\nhint: its own words are above',
  )
  expect(stderr).not.toMatch(/^\s+at /m)
})

test('passes on what npm says of a network error, without its stack', () => {
  const { stderr } = ensure(workspace(['a'], { dependencies: { missing: '1.0.0' } }), {
    npm_config_offline: 'false',
    npm_config_registry: 'http://127.0.0.1:1',
    npm_config_fetch_retries: '0',
  })

  expect(stderr).toContain('npm error code ECONNREFUSED\n')
  expect(stderr).not.toMatch(/\.js:\d+|\n\s+at /)
})

test('refuses a Node that would install only a part, and names one that would not', () => {
  const { status, stderr } = ensure(workspace(['a']), {
    npm_config_user_agent: 'npm/10.0.0 node/v18.20.0 linux x64',
  })

  expect({ status, stderr }).toEqual({
    status: 1,
    stderr:
      'error: Node 18.20.0 cannot install what this repository needs\n' +
      'hint: install Node 20.19, 22.13 or anything later, and run the same command again\n',
  })
})

test('says what to do when there is no lock', () => {
  rmSync(join(workspace(['a']), 'package-lock.json'))

  expect(ensure(folder).stderr).toMatch(/^error: package-lock\.json is missing .*\nhint: .*\n$/)
})

function ensure(
  root: string,
  env: Readonly<Record<string, string>> = {},
): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/ensure.mjs'], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, npm_config_offline: 'true', ...env },
  })
  return { status, stdout, stderr }
}

/** A repository of the given workspaces, whose one other package is for a platform of nobody. */
function workspace(names: readonly string[], manifest: object = {}): string {
  const foreign = { version: '1.0.0', optional: true, os: ['aix'], cpu: ['none'] }
  const root = {
    name: 'root',
    workspaces: names.map((name) => `packages/${name}`),
    optionalDependencies: { foreign: '1.0.0' },
  }
  const packages = {
    '': root,
    'node_modules/foreign': foreign,
    ...Object.fromEntries(
      names.flatMap((name) => [
        [`packages/${name}`, { version: '1.0.0' }],
        [`node_modules/${name}`, { resolved: `packages/${name}`, link: true }],
      ]),
    ),
  }

  for (const name of names) {
    mkdirSync(join(folder, 'packages', name), { recursive: true })
    writeJson(join('packages', name, 'package.json'), { name, version: '1.0.0' })
  }
  writeJson('package.json', { ...root, ...manifest })
  writeJson('package-lock.json', { name: 'root', lockfileVersion: 3, requires: true, packages })
  cpSync('scripts', join(folder, 'scripts'), { recursive: true })
  return folder
}

function writeJson(path: string, value: object): void {
  writeFileSync(join(folder, path), JSON.stringify(value))
}

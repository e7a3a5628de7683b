import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'hopscope-lock-'))

afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('finds nothing wrong with the lock of this repository', () => {
  expect(lockCheck('package-lock.json')).toEqual({ status: 0, problems: [] })
})

test('finds a platform whose package the lock lacks', () => {
  const lock = lockOf({ 'node_modules/tool': { optionalDependencies: { 'tool-win32': '1.0.0' } } })

  expect(lockCheck(lock)).toEqual({
    status: 1,
    problems: ['node_modules/tool wants tool-win32, which the lock does not have'],
  })
})

test('finds an optional package that npm would skip on a Node we install with', () => {
  const lock = lockOf({
    'node_modules/tool-linux': { optional: true, os: ['linux'], engines: { node: '>=22.13.0' } },
  })

  expect(lockCheck(lock)).toEqual({
    status: 1,
    problems: [
      'node_modules/tool-linux is optional and npm on Node 20.19.0 would skip it (>=22.13.0)',
    ],
  })
})

test('finds the address of a registry', () => {
  const lock = lockOf({ 'node_modules/tool': { resolved: 'https://packages.example/tool.tgz' } })

  expect(lockCheck(lock)).toEqual({
    status: 1,
    problems: [
      'node_modules/tool records where it came from (see omit-lockfile-registry-resolved)',
    ],
  })
})

test.each([
  '*',
  '^20.19.0 || >=22.12.0',
  '>= 12.0.0',
  '>=16.20.0',
  '20 || >=22',
  '^20.0 || ^22.1.0',
])('reads the range %s, which admits every Node we install with', (node) => {
  const entry = { optional: true, os: ['linux'], engines: { node } }

  expect(lockCheck(lockOf({ 'node_modules/tool-linux': entry })).status).toBe(0)
})

function lockOf(packages: Readonly<Record<string, object>>): string {
  const file = join(folder, 'package-lock.json')
  writeFileSync(file, JSON.stringify({ lockfileVersion: 3, packages }))
  return file
}

function lockCheck(file: string): {
  readonly status: number | null
  readonly problems: readonly string[]
} {
  const { status, stderr } = spawnSync(process.execPath, ['scripts/lock-check.mjs', file], {
    encoding: 'utf8',
  })
  return { status, problems: stderr.split('\n').filter((line) => !/^(hint:|$)/.test(line)) }
}

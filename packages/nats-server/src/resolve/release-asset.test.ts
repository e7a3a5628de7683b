import { expect, test } from 'vitest'
import { releaseAsset } from './release-asset.ts'

test.each([
  ['linux', 'x64', 'nats-server-v2.15.1-linux-amd64.tar.gz'],
  ['linux', 'arm', 'nats-server-v2.15.1-linux-arm7.tar.gz'],
  ['darwin', 'arm64', 'nats-server-v2.15.1-darwin-arm64.tar.gz'],
  ['win32', 'x64', 'nats-server-v2.15.1-windows-amd64.zip'],
])('names the archive for %s on %s', (platform, arch, file) => {
  expect(releaseAsset('2.15.1', platform, arch)?.file).toBe(file)
})

test('gives the folder inside the archive the name of the archive', () => {
  const asset = releaseAsset('2.15.1', 'linux', 'x64')

  expect(asset?.dir).toBe('nats-server-v2.15.1-linux-amd64')
  expect(asset?.base).toMatch(/\/v2\.15\.1$/)
})

test.each([
  ['aix', 'ppc64'],
  ['linux', 'mips'],
])('knows of no release for %s on %s', (platform, arch) => {
  expect(releaseAsset('2.15.1', platform, arch)).toBeUndefined()
})

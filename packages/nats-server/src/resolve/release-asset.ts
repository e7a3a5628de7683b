/** A file of a release of nats-server. */
export interface ReleaseAsset {
  /** Address of the folder that holds the file and SHA256SUMS. */
  readonly base: string
  readonly file: string
  /** The folder inside the archive. */
  readonly dir: string
}

const RELEASES = 'https://github.com/nats-io/nats-server/releases/download'

const GO_OS: Readonly<Record<string, string>> = {
  darwin: 'darwin',
  freebsd: 'freebsd',
  linux: 'linux',
  win32: 'windows',
}

const GO_ARCH: Readonly<Record<string, string>> = {
  arm: 'arm7',
  arm64: 'arm64',
  ia32: '386',
  loong64: 'loong64',
  ppc64: 'ppc64le',
  riscv64: 'riscv64',
  s390x: 's390x',
  x64: 'amd64',
}

/**
 * The archive for a platform and architecture, in Node's words; undefined when none is released.
 */
export function releaseAsset(
  version: string,
  platform: string,
  arch: string,
): ReleaseAsset | undefined {
  const os = GO_OS[platform]
  const cpu = GO_ARCH[arch]
  if (os === undefined || cpu === undefined) return undefined

  const dir = `nats-server-v${version}-${os}-${cpu}`
  const file = `${dir}${os === 'windows' ? '.zip' : '.tar.gz'}`
  return { base: `${RELEASES}/v${version}`, file, dir }
}

/** A release of nats-server; what follows the patch number (`-RC.1`) is not kept. */
export interface Version {
  readonly major: number
  readonly minor: number
  readonly patch: number
}

/** Reads `2.14.0` or `v2.14.0-RC.1`; undefined for anything else. */
export function parseVersion(text: string): Version | undefined {
  const match = /^v?(\d+)\.(\d+)\.(\d+)(?:[-+].*)?$/.exec(text.trim())
  if (!match) return undefined

  return { major: Number(match[1]), minor: Number(match[2]), patch: Number(match[3]) }
}

/** Reads what `nats-server --version` prints; undefined when another program printed it. */
export function parseVersionOutput(text: string): Version | undefined {
  const match = /^nats-server:? +(v?\d\S*)/m.exec(text)
  return match?.[1] === undefined ? undefined : parseVersion(match[1])
}

/**
 * Negative when `a` is older than `b`, positive when it is newer, 0 when they are the same release.
 */
export function compareVersions(a: Version, b: Version): number {
  return a.major - b.major || a.minor - b.minor || a.patch - b.patch
}

/** Writes a version the way nats-server's own INFO does: `2.15.1`. */
export function formatVersion(version: Version): string {
  return `${version.major}.${version.minor}.${version.patch}`
}

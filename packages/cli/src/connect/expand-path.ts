import { homedir } from 'node:os'
import type { Env } from './env.ts'

/** A path with `~` and variables such as `$HOME` filled in, as the nats CLI does. */
export function expandPath(path: string, env: Env): string {
  const expanded = path.replace(
    /\$(?:\{(\w+)\}|(\w+))/g,
    (_, braced?: string, bare?: string) => env[braced ?? bare ?? ''] ?? '',
  )
  return expanded.startsWith('~') ? homeFolder(env) + expanded.slice(1) : expanded
}

/** The home folder of whoever runs the command. */
export function homeFolder(env: Env): string {
  return env['HOME'] || homedir()
}

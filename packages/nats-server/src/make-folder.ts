import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * Makes a folder and those above it; one that is there is left as it is.
 *
 * Node's own recursive `mkdir` tries for ever where a file system makes no folders, as in `/proc`.
 */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdirOnce(path)
  } catch (error) {
    if (!hasCode(error, 'ENOENT') || dirname(path) === path) throw error
    await makeFolder(dirname(path))
    await mkdirOnce(path)
  }
}

// Something that is there and is no folder shows itself when it is used.
async function mkdirOnce(path: string): Promise<void> {
  try {
    await mkdir(path)
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}

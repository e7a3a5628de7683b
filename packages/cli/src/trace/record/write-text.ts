import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { realpath, rename, rm, stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { CliError } from '../../cli-error.ts'

/**
 * Writes a file, all of it or nothing, that only its owner may read; a pipe or a device is written
 * to as it is, and a link is followed.
 *
 * @throws {CliError} FILE_UNWRITABLE
 */
export async function writeText(file: string, text: string): Promise<void> {
  try {
    const found = await stat(file).catch(() => undefined)
    if (found?.isFile() === false) return await write(file, text, 'w')
    await replace(found === undefined ? file : await realpath(file), text)
  } catch (error) {
    throw unwritable(file, error)
  }
}

async function replace(file: string, text: string): Promise<void> {
  const temporary = `${file}.${randomUUID()}.tmp`
  try {
    await write(temporary, text, 'wx')
    await rename(temporary, file)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}

// By a stream, since nobody can tell that `writeFile` is waiting for a pipe: see `listenForEnd`.
function write(file: string, text: string, flags: 'w' | 'wx'): Promise<void> {
  return pipeline([text], createWriteStream(file, { flags, mode: 0o600 }))
}

function unwritable(file: string, error: unknown): CliError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const reason = REASONS[code] ?? code
  return new CliError(
    'FILE_UNWRITABLE',
    `${JSON.stringify(file)} cannot be written${reason && `: ${reason}`}`,
    {
      hint:
        reason === FULL
          ? 'make room, or name a file elsewhere'
          : 'name a file in a folder that is there and that you may write to',
      cause: error,
    },
  )
}

const FULL = 'no space is left'

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'you may not write there',
  EDQUOT: FULL,
  EISDIR: 'it is a folder',
  ENOENT: 'its folder is not there',
  ENOSPC: FULL,
  ENOTDIR: 'its folder is not there',
  EPERM: 'you may not write there',
  EROFS: 'the disk is read-only',
}

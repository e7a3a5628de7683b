import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'

/** The files that are in git or would be with the next `git add`, from the root of the repository. */
export function trackedFiles(pattern: RegExp = /$/): readonly string[] {
  const list = execFileSync('git', ['ls-files', '-z', '-co', '--exclude-standard'], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  return list.split('\0').filter((file) => file !== '' && pattern.test(file) && existsSync(file))
}

import { beforeAll, beforeEach, describe } from 'vitest'
import { BUILD_TIMEOUT_MS, DownloadError } from '../src/execute.ts'
import { go } from '../src/go.ts'
import type { Commands, Language } from '../src/language.ts'
import { python } from '../src/python.ts'
import { Run } from '../src/run.ts'

/** Starts what is written in another language. */
export interface Programs {
  readonly language: Language['name']
  /** Runs the program with a command and flags, as in `run('publish', '--target', 'orders')`. */
  readonly run: (...args: readonly string[]) => Run
  /** Runs an example of the guide against a server. */
  readonly example: (name: string, url: string) => Run
}

/**
 * Describes what holds with each language.
 *
 * Where a language cannot be had, the tests are skipped and it is said why; in CI they fail.
 */
export function describeLanguages(what: string, define: (programs: Programs) => void): void {
  for (const language of [go, python]) describeLanguage(language, what, define)
}

/** As {@link describeLanguages}, with one. */
export function describeLanguage(
  language: Language,
  what: string,
  define: (programs: Programs) => void,
): void {
  describe(`${what} in ${language.name}`, () => {
    let built: Commands | Error
    beforeAll(async () => {
      built = await build(language)
      if (built instanceof Error)
        process.stderr.write(`${what} in ${language.name}: ${built.message}\n`)
    }, BUILD_TIMEOUT_MS)
    // Here and not above: tests of which a hook for all fails count as skipped.
    beforeEach(({ skip }) => {
      if (built instanceof Unavailable && !process.env['CI']) skip(built.message)
      if (built instanceof Error) throw built
    })

    const commands = (): Commands => {
      if (built instanceof Error) throw built
      return built
    }
    define({
      language: language.name,
      run: (...args) => new Run(commands().program(args)),
      example: (name, url) => new Run({ ...commands().example(name), env: { NATS_URL: url } }),
    })
  })
}

/** A language cannot be had on this machine. */
class Unavailable extends Error {}

async function build(language: Language): Promise<Commands | Error> {
  const missing = language.missing()
  if (missing !== undefined) return new Unavailable(missing)
  try {
    return await language.build()
  } catch (error) {
    if (error instanceof DownloadError) return new Unavailable(error.message, { cause: error })
    return error instanceof Error ? error : new Error(String(error))
  }
}

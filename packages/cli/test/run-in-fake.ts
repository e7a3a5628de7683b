import { run } from '../src/program.ts'
import { fakeIo, type FakeIoOptions } from './fake-io.ts'

/** All that a command leaves behind. */
export interface Outcome {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs a command line to its end. */
export async function runInFake(
  args: readonly string[],
  options?: FakeIoOptions,
): Promise<Outcome> {
  const io = fakeIo(options)
  const exitCode = await run(io, args)
  return { exitCode, stdout: io.stdout.text, stderr: io.stderr.text }
}

import { expect, test } from 'vitest'
import { describeLanguages } from './describe-languages.ts'
import { startWorld } from './world.ts'

describeLanguages('a program', ({ run }) => {
  test.each(['consume', 'serve', 'call'])('ends by itself: %s', async (command) => {
    await using world = await startWorld()
    const flags = ['--server', world.url, '--mode', 'jetstream', '--target', 'nobody']
    await using running = run(command, ...flags, '--timeout-ms', '500')

    await expect(running.ended()).rejects.toThrow('ended with 1')
  })

  test('ends when it is told to', async () => {
    await using world = await startWorld()
    await using running = run('consume', '--server', world.url)
    await running.until('ready')

    await running[Symbol.asyncDispose]()

    await expect(running.ended()).rejects.toThrow('ended with 1')
  })

  test('says what is wrong with its flags', async () => {
    await using running = run('consume', '--no-such-flag')

    await expect(running.ended()).rejects.toThrow('no-such-flag')
  })
})

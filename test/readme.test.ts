import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { startNatsServer } from '../packages/nats-server/src/index.ts'

const TRACED = `no_auth_user: app
accounts { APP { jetstream: enabled, msg_trace: { dest: "telemetry.hops" }, users: [ { user: app, password: pw } ] } }`

test('the program of the README traces a request across two services and the server between them', async () => {
  await using server = await startNatsServer({ name: 'n1', config: TRACED })

  const printed = await runProgram(server.url)

  expect(shapeOf(printed)).toEqual([
    'request orders.new  shop',
    '└─ n1',
    '   └─ process orders.new  warehouse',
    '      └─ reply (temporary)  warehouse',
    '         └─ n1',
  ])
})

/** Runs the README's program as a user would from the root of this repository. */
async function runProgram(url: string): Promise<string> {
  const [, program = ''] = /^```ts\n([^]*?)^```/m.exec(readFileSync('README.md', 'utf8')) ?? []
  const flags = ['--conditions=@hopscope/source', '--input-type=module-typescript', '-']
  const child = spawn(process.execPath, flags, {
    env: { ...process.env, NATS_URL: url },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  let printed = ''
  child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()))
  child.stdin.end(program)
  await new Promise((resolve) => child.once('close', resolve))
  return printed
}

/** The tree without times. */
function shapeOf(printed: string): readonly string[] {
  return printed
    .split('\n')
    .filter((line) => /shop|warehouse|n1/.test(line))
    .map(
      (line) => /^\s*(?:[│├└─]+\s*)*\S+(?: \S+)*(?: {2}(?:shop|warehouse))?/.exec(line)?.[0] ?? '',
    )
}

import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { connect } from '@nats-io/transport-node'
import { Program } from './program.ts'
import { storedSpans, type Source } from './source.ts'

/** The demo with its shop still open: eleven servers, five services and twenty orders. */
export async function openDemo(): Promise<Source> {
  await using stack = new AsyncDisposableStack()
  const shop = await Program.start(
    // Servers of the demo keep their files below this folder.
    (folder) => ({ file: process.execPath, args: DEMO, cwd: ROOT, env: { TMPDIR: folder } }),
    async (program) => (await program.log()).includes('the shop stays open'),
  )
  stack.use(shop)
  const connection = stack.use(await connect({ servers: addressOf('C3N1', shop.folder) }))
  const expected = await storedSpans(connection)
  const kept = stack.move()
  return { connection, expected, [Symbol.asyncDispose]: () => kept.disposeAsync() }
}

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))
const DEMO =
  '--conditions=@hopscope/source packages/cli/src/main.ts demo --keep --rate 5 --no-page'.split(' ')

// The demo tells the address of a leaf node, and leaf nodes do not answer for streams of the hub.
function addressOf(server: string, folder: string): string {
  const [file] = globSync(`**/${server}/*.ports`, { cwd: folder })
  if (file === undefined) throw new Error(`the demo has no server ${server}`)
  const { nats }: { readonly nats: readonly string[] } = JSON.parse(
    readFileSync(join(folder, file), 'utf8'),
  )
  return nats[0] ?? ''
}

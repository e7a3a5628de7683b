import { readdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { readReviewed } from './observed/reviewed.ts'
import { readFixture } from './recorded/fixture.ts'
import { renderReplay } from './render-replay.ts'
import { replay } from './replay.ts'

// Usage: node main.ts [FILE…]. Without files, all fixtures; fails when one has a difference that is
// not in the table, or does not have one that is.
const files = process.argv.length > 2 ? process.argv.slice(2) : await allFixtures()
const table = await readReviewed()
for (const file of files) {
  const result = await replay(await readFixture(file), table)
  process.stdout.write(renderReplay(result))
  if (result.unreviewed.length + result.gone.length > 0) process.exitCode = 1
}

async function allFixtures(): Promise<readonly string[]> {
  const folder = new URL('../test/fixtures/', import.meta.url)
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json'))
  return names.toSorted().map((name) => fileURLToPath(new URL(name, folder)))
}

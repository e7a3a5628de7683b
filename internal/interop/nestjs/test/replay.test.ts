import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { readReviewed } from '../src/observed/reviewed.ts'
import { readFixture } from '../src/recorded/fixture.ts'
import { renderReplay } from '../src/render-replay.ts'
import { replay } from '../src/replay.ts'

const FOLDER = fileURLToPath(new URL('fixtures/', import.meta.url))
const FILES = readdirSync(FOLDER).filter((name) => name.endsWith('.json'))

test('all that was recorded is replayed', () => {
  expect(FILES).toHaveLength(55)
})

test.each(FILES)('ours does what is recorded in %s, but for reviewed differences', async (file) => {
  const result = await replay(await readFixture(`${FOLDER}${file}`), await readReviewed())

  expect(renderReplay(result)).toMatch(/^ok /)
})

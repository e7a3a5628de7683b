import { afterEach, beforeEach, expect, test, vi } from 'vitest'

const SHOW_LIFE = new URL('../scripts/show-life.mjs', import.meta.url).href

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

test('an installation that takes long says every ten seconds that it goes on, until it has ended', async () => {
  const { showLife } = await import(SHOW_LIFE)
  const said: string[] = []
  const stop = showLife((line: string) => said.push(line))
  vi.advanceTimersByTime(29_000)
  stop()
  vi.advanceTimersByTime(60_000)

  expect(said).toEqual(['still installing, 10 s so far …', 'still installing, 20 s so far …'])
})

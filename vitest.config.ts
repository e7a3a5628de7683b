import { defineConfig } from 'vitest/config'
import type { Reporter, TestModule } from 'vitest/node'

const conditions = ['@hopscope/source']

/** Ends a run with the one plain line that a machine can read: `N passed, N failed, N skipped`. */
const counts: Reporter = {
  onTestRunEnd(modules: readonly TestModule[]) {
    const n = { passed: 0, failed: 0, skipped: 0, pending: 0 }
    for (const module of modules) {
      const states = Array.from(module.children.allTests(), (test) => test.result().state)
      for (const state of states) n[state]++
      // A file that cannot be loaded, or whose beforeAll fails, has no test that failed.
      if (module.state() === 'failed' && !states.includes('failed')) n.failed++
    }
    console.log(`${n.passed} passed, ${n.failed} failed, ${n.skipped} skipped`)
  },
}

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    include: [
      'packages/*/{src,test}/**/*.test.ts',
      'internal/*/{src,test}/**/*.test.ts',
      'internal/interop/*/test/**/*.test.ts',
      'test/**/*.test.ts',
    ],
    globalSetup: ['vitest.setup.ts'],
    // Tests start real servers and mostly wait for them: three files at a time keep two cores busy.
    maxWorkers: 3,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Servers that elect a leader take longer on a busy machine than a poll waits by default.
    expect: { poll: { timeout: 15_000, interval: 20 } },
    reporters: ['default', counts],
  },
})

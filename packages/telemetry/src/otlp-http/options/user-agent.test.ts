import { expect, test } from 'vitest'
import manifest from '../../../package.json' with { type: 'json' }
import { USER_AGENT } from './user-agent.ts'

test('the version that a backend is told is that of the package', () => {
  expect(USER_AGENT).toBe(`Hopscope-OTLP-Exporter-JavaScript/${manifest.version}`)
})

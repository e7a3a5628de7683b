import {
  chromium,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
} from 'playwright-core'
import { findChromium } from './find-chromium.ts'
import { Watch } from './watch.ts'

/** Why tests in a browser are skipped, which is said aloud; `undefined` where they run. In CI they fail instead. */
export function whyNoBrowser(): string | undefined {
  if (findChromium() !== undefined || process.env['CI']) return undefined
  const why = 'there is no Chromium: install one, or set CHROMIUM_BIN (scripts/chromium.sh does)'
  process.stderr.write(`skipped, ${why}\n`)
  return why
}

/** Starts the browser. Names below `.test` lead to this machine. */
export function launchBrowser(): Promise<Browser> {
  const executablePath = findChromium()
  if (executablePath === undefined) {
    throw new Error('there is no Chromium to test with: scripts/chromium.sh finds or installs one')
  }
  // As root, which CI often is, Chromium does not start with a sandbox.
  const args = ['--no-sandbox', '--disable-gpu', '--host-resolver-rules=MAP *.test 127.0.0.1']
  return chromium.launch({ executablePath, args })
}

/** A browser of one person: its own cookies, and a watch over what its pages report. */
export interface Visit extends AsyncDisposable {
  readonly context: BrowserContext
  readonly watch: Watch
}

/** Opens a browser of one person, as wide as a laptop. */
export async function visit(browser: Browser, options: BrowserContextOptions = {}): Promise<Visit> {
  const context = await browser.newContext({
    viewport: { width: 1400, height: 900 },
    colorScheme: 'dark',
    reducedMotion: 'reduce',
    ...options,
  })
  context.setDefaultTimeout(20_000)
  const watch = await Watch.over(context)
  return { context, watch, [Symbol.asyncDispose]: () => context.close() }
}

import { fileURLToPath } from 'node:url'
import { chromium, type CDPSession, type Page } from 'playwright-core'
import { pageTraceId } from './page-trace.ts'
import type { PageServer } from './page-server.ts'

/** A tab of a browser in which a trace can be opened and scrolled, and what it costs be read. */
interface PageTab {
  /** Opens the trace of that many spans; milliseconds until it is on the screen. */
  readonly open: (spans: number) => Promise<number>
  /** Scrolls a page at a time; milliseconds of the main thread a frame. */
  readonly jump: () => Promise<number>
  /** Bytes of the heap of scripts. */
  readonly heap: () => Promise<number>
}

/** The viewer's page and the baseline, each in a tab of its own. */
export interface PageBrowser extends AsyncDisposable {
  readonly viewer: PageTab
  readonly baseline: PageTab
}

const FRAMES = 100
const CHROMIUM = process.env['CHROMIUM_BIN'] ?? '/usr/bin/chromium'
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--enable-precise-memory-info',
  '--js-flags=--expose-gc',
]
const probe = fileURLToPath(new URL('page-probe.mjs', import.meta.url))

/** Starts a browser without a window; the path of another one than Debian's is taken from `CHROMIUM_BIN`. */
export async function startPageBrowser({ origin }: PageServer): Promise<PageBrowser> {
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS })
  const context = await browser.newContext({ viewport: { width: 1400, height: 900 } })
  await context.addInitScript({ path: probe })
  const openTab = async (path: string): Promise<readonly [Page, CDPSession]> => {
    const page = await context.newPage()
    await page.goto(`${origin}${path}`)
    const session = await context.newCDPSession(page)
    await session.send('Performance.enable')
    return [page, session]
  }
  const [viewer, viewerSession] = await openTab('/status')
  const [baseline, baselineSession] = await openTab('/canvas.html')
  return {
    viewer: {
      async open(spans) {
        await viewer.bringToFront()
        await viewer.evaluate("pageProbe.leave('/status')")
        return viewer.evaluate<number>(
          `pageProbe.openTrace('/t/${pageTraceId(spans)}', ${spans * 0.9})`,
        )
      },
      jump: () => jump(viewer, viewerSession, '.wf-scroll'),
      heap: () => viewer.evaluate<number>('pageProbe.heap()'),
    },
    baseline: {
      async open(spans) {
        await baseline.bringToFront()
        return baseline.evaluate<number>(
          `pageProbe.openBaseline('/api/v1/traces/${pageTraceId(spans)}')`,
        )
      },
      jump: () => jump(baseline, baselineSession, '.scroller'),
      heap: () => baseline.evaluate<number>('pageProbe.heap()'),
    },
    [Symbol.asyncDispose]: () => browser.close(),
  }
}

async function jump(page: Page, session: CDPSession, selector: string): Promise<number> {
  await page.bringToFront()
  const before = await taskSeconds(session)
  await page.evaluate(`pageProbe.jump('${selector}', ${FRAMES})`)
  return ((await taskSeconds(session)) - before) * (1000 / FRAMES)
}

async function taskSeconds(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics')
  return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN
}

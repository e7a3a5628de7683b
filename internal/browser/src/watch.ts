import type { BrowserContext, Page } from 'playwright-core'

/** Collects what pages report that they should not. */
export class Watch {
  #reports: Report[] = []
  #expected: readonly RegExp[] = []

  /** Watches every page of a context, those that it opens later included. */
  static async over(context: BrowserContext): Promise<Watch> {
    const watch = new Watch()
    await context.exposeBinding('reportViolation', (_, what: string) => {
      watch.#reports.push({ text: `content security policy: ${what}` })
    })
    await context.addInitScript({ content: LISTEN })
    context.on('page', (page) => watch.#watch(page))
    return watch
  }

  /** Lets reports pass that a test is about to provoke, until silence is required. */
  expect(...patterns: readonly RegExp[]): void {
    this.#expected = [...this.#expected, ...patterns]
  }

  /**
   * Ends what was expected so far.
   *
   * @throws an error with all that was reported since this was asked last and was not expected
   */
  requireSilence(): void {
    const expected = this.#expected
    const reports = this.#reports
      .map(({ text }) => text)
      .filter((text) => !expected.some((each) => each.test(text)))
    this.#reports = []
    this.#expected = []
    if (reports.length > 0) throw new Error(`pages reported:\n${reports.join('\n')}`)
  }

  #watch(page: Page): void {
    page.on('console', (message) => {
      const isNoise = message.type() !== 'error' && message.type() !== 'warning'
      // An answer that refuses is told of below, with what it says.
      if (isNoise || message.text().startsWith(REFUSED)) return
      this.#reports.push({ text: `console ${message.type()} on ${page.url()}: ${message.text()}` })
    })
    page.on('response', (response) => {
      if (response.status() < 400) return
      const text = `status ${response.status()} of ${response.url()}`
      const report = { text }
      this.#reports.push(report)
      void response.text().then(
        (body) => (report.text = `${text}: ${body.slice(0, 500)}`),
        () => {},
      )
    })
    page.on('pageerror', (error) => {
      this.#reports.push({ text: `exception on ${page.url()}: ${error.stack ?? error.message}` })
    })
    page.on('requestfailed', (request) => {
      // A page that is left ends what it follows.
      if (request.failure()?.errorText === 'net::ERR_ABORTED') return
      const { errorText = '' } = request.failure() ?? {}
      this.#reports.push({ text: `request failed: ${request.url()} ${errorText}` })
    })
  }
}

interface Report {
  text: string
}

const REFUSED = 'Failed to load resource: the server responded with a status of'

// Runs in the page, before anything of its own.
const LISTEN = `addEventListener('securitypolicyviolation', (event) => {
  reportViolation(event.violatedDirective + ' ' + event.blockedURI)
})`

// Runs in the browser, beside what is measured.
globalThis.pageProbe = {
  /** Opens a trace in the viewer's page, which is there already; milliseconds until its rows are on the screen. */
  async openTrace(href, leastRows) {
    const from = performance.now()
    history.pushState(null, '', href)
    dispatchEvent(new PopStateEvent('popstate'))
    await until(() => {
      const grid = document.querySelector('[role=treegrid]')
      return Number(grid?.getAttribute('aria-rowcount')) >= leastRows && grid.childElementCount > 20
    })
    await nextFrame()
    await nextFrame()
    return performance.now() - from
  },

  /** The same of the baseline. */
  async openBaseline(url) {
    const from = performance.now()
    await globalThis.openCanvas(url)
    await nextFrame()
    await nextFrame()
    return performance.now() - from
  },

  /** Leaves the trace, so that the next one is not measured with its rows. */
  async leave(href) {
    history.pushState(null, '', href)
    dispatchEvent(new PopStateEvent('popstate'))
    await until(() => document.querySelector('[role=treegrid]') === null)
  },

  /** Scrolls so far that every row is another one, once a frame; milliseconds a frame took at the 95th percentile. */
  async jump(selector, frames) {
    const scroller = document.querySelector(selector)
    const times = []
    let last = await nextFrame()
    for (let frame = 0; frame < frames; frame++) {
      scroller.scrollTop = (frame + 1) * 2700
      const now = await nextFrame()
      times.push(now - last)
      last = now
    }
    return times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.95)]
  },

  /** Bytes of the heap after what can go has gone. */
  heap() {
    globalThis.gc?.()
    return performance.memory.usedJSHeapSize
  },
}

function nextFrame() {
  return new Promise((resolve) => {
    requestAnimationFrame(resolve)
  })
}

async function until(isTrue) {
  while (!isTrue()) await nextFrame()
}

/**
 * Says every ten seconds for how long something has been going on, until the returned function is called.
 *
 * npm says nothing while it loads packages, and a minute without a word looks like a fault.
 */
export function showLife(say) {
  let seconds = 0
  const timer = setInterval(() => {
    seconds += EVERY_SECONDS
    say(`still installing, ${seconds} s so far …`)
  }, EVERY_SECONDS * 1000)
  return () => clearInterval(timer)
}

const EVERY_SECONDS = 10

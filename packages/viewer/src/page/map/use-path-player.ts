import { useEffect, useState } from 'preact/hooks'

/** Shows the way of a message step by step. */
export interface PathPlayer {
  /** The step that is shown; -1 for all at once. */
  readonly step: number
  readonly isPlaying: boolean
  readonly play: () => void
  readonly pause: () => void
  /** Shows a step, or with -1 all; stops playing. */
  readonly show: (step: number) => void
}

const STEP_MS = 900

/** A player of `count` steps; after the last one it shows all of them. */
export function usePathPlayer(count: number): PathPlayer {
  const [step, setStep] = useState(-1)
  const [isPlaying, setPlaying] = useState(false)
  useEffect(() => {
    if (!isPlaying) return undefined
    const timer = setTimeout(() => {
      if (step + 1 < count) setStep(step + 1)
      else {
        setPlaying(false)
        setStep(-1)
      }
    }, STEP_MS)
    return () => clearTimeout(timer)
  }, [isPlaying, step, count])
  return {
    step: Math.min(step, count - 1),
    isPlaying,
    play() {
      if (count === 0) return
      if (step < 0) setStep(0)
      setPlaying(true)
    },
    pause: () => setPlaying(false),
    show(next) {
      setPlaying(false)
      setStep(Math.max(-1, Math.min(count - 1, next)))
    },
  }
}

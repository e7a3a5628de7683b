import type { Frame } from './frame.ts'

/** Frames in the order in which they were seen, which may be waited for. */
export class FrameLog {
  readonly #frames: Frame[] = []
  readonly #waiting = new Set<() => void>()

  get frames(): readonly Frame[] {
    return this.#frames
  }

  add(frame: Frame): void {
    this.#frames.push(frame)
    const waiting = [...this.#waiting]
    this.#waiting.clear()
    for (const wake of waiting) wake()
  }

  /** Waits until `condition` holds, or `timeoutMs` has passed: then it is `false`. */
  async until(
    condition: (frames: readonly Frame[]) => boolean,
    { timeoutMs = 5000 }: { readonly timeoutMs?: number } = {},
  ): Promise<boolean> {
    const deadline = Date.now() + timeoutMs
    while (!condition(this.#frames)) {
      const leftMs = deadline - Date.now()
      if (leftMs <= 0) return false
      await this.#nextFrame(leftMs)
    }
    return true
  }

  async #nextFrame(atMostMs: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, atMostMs)
      this.#waiting.add(() => {
        clearTimeout(timer)
        resolve()
      })
    })
  }
}

import { READY, type Dialog, type Reply } from './child.ts'

/** In a process of ours: gets ready, does what it is told, and ends with the one that started it. */
export async function obey<D extends Dialog<unknown, unknown>>(
  start: (settings: string) => Promise<(order: D['order']) => D['answer'] | Promise<D['answer']>>,
): Promise<void> {
  process.on('disconnect', () => process.exit())
  try {
    const perform = await start(process.argv[2] ?? '')
    process.on('message', ({ number, order }: { number: number; order: D['order'] }) => {
      void answer(number, () => perform(order))
    })
    say({ number: READY })
  } catch (error) {
    say({ number: READY, problem: textOf(error) })
  }
}

async function answer(number: number, work: () => unknown): Promise<void> {
  try {
    say({ number, answer: await work() })
  } catch (error) {
    say({ number, problem: textOf(error) })
  }
}

function say(reply: Reply<unknown>): void {
  process.send?.(reply)
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

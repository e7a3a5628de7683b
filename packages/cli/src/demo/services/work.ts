import { setTimeout } from 'node:timers/promises'

/** Something that takes a service about `ms` milliseconds. */
export async function work(ms: number): Promise<void> {
  await setTimeout(ms)
}

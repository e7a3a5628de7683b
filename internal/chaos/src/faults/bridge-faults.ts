import { setTimeout as pause } from 'node:timers/promises'
import type { Fault } from '../fault.ts'
import type { World } from '../world.ts'

/** What happens to bridges themselves. */
export const BRIDGE_FAULTS: readonly Fault[] = [
  {
    name: 'killed-bridge',
    servers: 1,
    bridges: 1,
    withPoison: false,
    disturb: async (world) => {
      await beSlow(world)
      for (let kill = 0; kill < world.kills; kill++) {
        await pause(world.random() * LONGEST_LIFE_MS)
        await world.bridges.killFirst()
        await world.bridges.start()
      }
      await world.backend.behave()
    },
  },
  {
    name: 'two-bridges',
    servers: 1,
    bridges: 2,
    withPoison: false,
    disturb: async (world) => {
      await beSlow(world)
      await pause(world.lengthMs / 2)
      await world.bridges.killFirst()
      await pause(world.lengthMs / 2)
      await world.bridges.start()
      await world.backend.behave()
    },
  },
]

/** A bridge is killed at any time until then. */
const LONGEST_LIFE_MS = 2_000
const ANSWER_MS = 50

// So that a bridge that is killed has requests under way.
async function beSlow({ backend }: World): Promise<void> {
  await backend.behave({ misdeed: { kind: 'late', delayMs: ANSWER_MS } })
}

import { setTimeout as pause } from 'node:timers/promises'
import type { Fault } from '../fault.ts'
import { CONSUMERS, leaderOf, stepDown } from '../servers/leaders.ts'

/** What nats-servers do to a bridge. */
export const SERVER_FAULTS: readonly Fault[] = [
  {
    ...ofServers('server-restart', 1),
    disturb: async ({ servers, lengthMs }) => {
      const [name = ''] = servers.names
      for (let restart = 0; restart < TIMES; restart++) {
        await pause(lengthMs / TIMES / 2)
        await servers.kill(name)
        await pause(lengthMs / TIMES / 2)
        await servers.comeBack(name)
      }
    },
  },
  {
    ...ofServers('leader-change', 3),
    disturb: async ({ connection, lengthMs }) => {
      for (let change = 0; change < TIMES; change++) {
        await pause(lengthMs / TIMES)
        await stepDown(connection)
        for (const consumer of CONSUMERS) await stepDown(connection, consumer)
      }
    },
  },
  {
    ...ofServers('node-killed', 3),
    disturb: async ({ servers, connection, lengthMs }) => {
      await pause(lengthMs / 4)
      const name = await leaderOf(connection)
      await servers.kill(name)
      await pause(lengthMs / 2)
      await servers.comeBack(name)
      await pause(lengthMs / 4)
    },
  },
  {
    ...ofServers('node-frozen', 3),
    disturb: async ({ servers, connection, lengthMs }) => {
      await pause(lengthMs / 4)
      const name = await leaderOf(connection)
      servers.freeze(name)
      await pause(lengthMs / 2)
      servers.thaw(name)
      await pause(lengthMs / 4)
    },
  },
]

/** How often something happens that happens several times. */
const TIMES = 3

function ofServers(name: string, servers: 1 | 3): Omit<Fault, 'disturb'> {
  return { name, servers, bridges: 1, withPoison: false }
}

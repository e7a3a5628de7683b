import { setTimeout as pause } from 'node:timers/promises'
import type { Behavior, Misdeed } from '../backend/behavior.ts'
import type { Fault } from '../fault.ts'
import { REQUEST_TIMEOUT_MS } from '../world.ts'

const ERROR_500: Misdeed = { kind: 'answer', status: 500 }

/** What a backend does to a bridge. */
export const BACKEND_FAULTS: readonly Fault[] = [
  {
    ...ofBackend('backend-down'),
    disturb: async ({ backend, lengthMs }) => {
      await backend.shut()
      await pause(lengthMs)
      await backend.open()
    },
  },
  misbehaving('throttled', {
    misdeed: { kind: 'answer', status: 429, headers: { 'retry-after': '1' } },
    share: 0.5,
  }),
  misbehaving('errors-500', { misdeed: ERROR_500 }),
  {
    ...ofBackend('errors-500-at-start'),
    disturb: async ({ backend, bridges, lengthMs }) => {
      await backend.behave({ misdeed: ERROR_500 })
      await bridges.killFirst()
      await bridges.start()
      await pause(lengthMs)
      await backend.behave()
    },
  },
  misbehaving('errors-500-but-empty', { misdeed: ERROR_500, sparesEmpty: true }),
  misbehaving('errors-503', { misdeed: { kind: 'answer', status: 503 }, share: 0.5 }),
  misbehaving('slow', {
    misdeed: { kind: 'late', delayMs: 1.5 * REQUEST_TIMEOUT_MS },
    share: 0.3,
  }),
  misbehaving('resets', { misdeed: { kind: 'reset' }, share: 0.5 }),
  misbehaving('half-answers', { misdeed: { kind: 'half' }, share: 0.5 }),
  misbehaving('wrong-content', {
    misdeed: {
      kind: 'answer',
      status: 200,
      headers: { 'content-type': 'text/html' },
      body: '<html>sign in</html>',
    },
    share: 0.5,
  }),
  misbehaving('one-signal-404', { misdeed: { kind: 'answer', status: 404 }, signal: 'logs' }),
  {
    ...ofBackend('poison'),
    withPoison: true,
    disturb: async ({ lengthMs }) => {
      await pause(lengthMs)
    },
  },
]

function misbehaving(name: string, behavior: Behavior): Fault {
  return {
    ...ofBackend(name),
    disturb: async ({ backend, lengthMs }) => {
      await backend.behave(behavior)
      await pause(lengthMs)
      await backend.behave()
    },
  }
}

function ofBackend(name: string): Omit<Fault, 'disturb'> {
  return { name, servers: 1, bridges: 1, withPoison: false }
}

import type { DurableKind } from './consumer-defaults.ts'
import type { ServiceSettings } from '../service/service-settings.ts'
import type { StreamKind } from '../service/service-options.ts'

/** The streams that a service needs: of the kinds that it has handlers for, and for what they cannot handle. */
export function neededStreams(settings: ServiceSettings): readonly StreamKind[] {
  const kinds: StreamKind[] = []
  if (settings.events.size > 0) kinds.push('event')
  if (servesStream(settings)) kinds.push('rpc')
  if (settings.broadcasts.size > 0) kinds.push('broadcast')
  if (settings.ordered.size > 0) kinds.push('ordered')
  if (settings.storesDeadLetters && hasDeadLetters(settings)) kinds.push('dead-letter')
  return kinds
}

/** The durable consumers that a service needs. */
export function neededConsumers(settings: ServiceSettings): readonly DurableKind[] {
  const kinds: DurableKind[] = []
  if (settings.events.size > 0) kinds.push('event')
  if (settings.broadcasts.size > 0) kinds.push('broadcast')
  if (servesStream(settings)) kinds.push('rpc')
  return kinds
}

function servesStream({ commands, rpc }: ServiceSettings): boolean {
  return commands.size > 0 && rpc.mode === 'jetstream'
}

// Ordered messages and commands are delivered once: nobody waits for them any more.
function hasDeadLetters({ events, broadcasts }: ServiceSettings): boolean {
  return events.size > 0 || broadcasts.size > 0
}

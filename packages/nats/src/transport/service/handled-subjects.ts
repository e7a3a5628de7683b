import { subjectOf, type MessageKind } from '../names/index.ts'
import type { ServiceSettings } from './service-settings.ts'

/** The subjects of a kind that a service has handlers for. */
export function handledSubjects(settings: ServiceSettings, kind: MessageKind): readonly string[] {
  const { name, events, broadcasts, ordered, commands } = settings
  const handlers = { event: events, broadcast: broadcasts, ordered, rpc: commands }[kind]
  return Array.from(handlers.keys(), (pattern) => subjectOf(kind, name, pattern))
}

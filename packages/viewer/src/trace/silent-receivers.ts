import type { JourneyReceiver } from '../api/journey-view.ts'
import type { Message } from './messages.ts'
import type { SilentClients } from './silent-clients.ts'

/** Who got a message and has no span of it, as servers tell; the first hundred. */
export function silentReceivers(
  { members }: Message,
  clientsOf: SilentClients,
): readonly JourneyReceiver[] {
  return members
    .flatMap((row) => clientsOf(row))
    .slice(0, MAX_SILENT)
    .map(({ name, queue, atNs }) => ({
      service: name === '' ? '(unnamed client)' : name,
      ...(queue !== undefined && { consumer: queue }),
      attempts: [
        { row: -1, number: 1, startNs: atNs, durationNs: 0, waitedNs: 0, outcome: 'none' },
      ],
    }))
}

const MAX_SILENT = 100

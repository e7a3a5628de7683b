import type { Dispatcher } from './dispatcher.ts'
import type { HandLimit } from './hand-limit.ts'
import type { LaneContext } from './lane-context.ts'
import type { RecordDesk } from './record-desk.ts'

/** How much may be fetched; less than nothing when there is more in hand than there may be. */
export interface Room {
  readonly records: number
  readonly bytes: number
}

/** What the room in a lane depends on. */
export interface RoomState {
  readonly config: Pick<LaneContext['config'], 'batchSize' | 'maxBytesInHand'>
  readonly dispatcher: Pick<Dispatcher, 'isOpen' | 'outage'>
  readonly limit: Pick<HandLimit, 'records'>
  readonly desk: Pick<RecordDesk, 'size' | 'bytes' | 'hasSuspects'>
}

/**
 * The room for records that are still in the stream: none while suspects wait or the backend is
 * away, unless it may be the fault of what was tried, and then some more each time.
 */
export function roomForRecords({ config, dispatcher, limit, desk }: RoomState): Room {
  const { isOpen, outage } = dispatcher
  const isToWait = isOpen ? desk.hasSuspects : !outage?.isDoubtful
  if (isToWait) return { records: 0, bytes: 0 }
  const records = isOpen
    ? limit.records
    : // One batch more than was tried, so that records nobody wants do not hide those that are wanted.
      config.batchSize * ((outage?.attempts ?? 0) + 1)
  return { records: records - desk.size, bytes: config.maxBytesInHand - desk.bytes }
}

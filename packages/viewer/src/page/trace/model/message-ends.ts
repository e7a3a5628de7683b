import { at, isOfServer, roleOf, type TraceModel } from './trace-model.ts'

/**
 * Who handled the message that a row sent, stored or passed on: the consumers below it that nothing but servers are
 * between, each attempt a row.
 */
export function consumersOf(model: TraceModel, row: number): readonly number[] {
  if (row < 0 || !(isOfServer(model, row) || SENDERS.has(roleOf(model, row)))) return []
  const consumers: number[] = []
  const end = at(model.ends, row)
  for (let each = row + 1; each < end;) {
    if (isOfServer(model, each)) each++
    else {
      if (roleOf(model, each) === 'consumer') consumers.push(each)
      each = at(model.ends, each)
    }
  }
  return consumers
}

/** Who sent the message that a row handled or passed on; -1 where nobody told of it. */
export function publisherOf(model: TraceModel, row: number): number {
  if (row < 0 || !(isOfServer(model, row) || roleOf(model, row) === 'consumer')) return -1
  let above = at(model.parents, row)
  while (above >= 0 && isOfServer(model, above)) above = at(model.parents, above)
  return above >= 0 && SENDERS.has(roleOf(model, above)) ? above : -1
}

const SENDERS: ReadonlySet<string> = new Set(['producer', 'client'])

import { isServerKind, kindName } from '../event/connection-kind.ts'
import { unwrapReplySubject } from '@hopscope/observe/hop'
import { storageOutcome } from '../event/storage-outcome.ts'
import {
  type Egress,
  type Mapping,
  type Storage,
  type TraceEvent,
  type TraceItem,
} from '../event/trace-event.ts'
import { formatLatency } from '../text/format-duration.ts'
import { outcomeWords } from '../text/outcome-words.ts'
import { plainText } from '../text/plain-text.ts'
import { type TreeLine } from '../text/tree-line.ts'
import { type TimeColumn } from './time-column.ts'

/** What happened on a server, a line each, but for what was sent on to other servers in peace. */
export function itemLines(event: TraceEvent, at: TimeColumn): readonly TreeLine[] {
  return event.items.filter((item) => !isHandedOn(item)).map((item) => itemLine(event, item, at))
}

/** Whether the message was sent on to another server, which is to tell of it. */
export function isHandedOn(item: TraceItem): boolean {
  return item.type === 'egress' && isServerKind(item.kind) && item.error === undefined
}

/** One thing that happened on a server. */
export function itemLine(event: TraceEvent, item: TraceItem, at: TimeColumn): TreeLine {
  const line = lineOf(event, item)
  return { ...line, figures: [...at(event, item.timeUnixNano), ...line.figures] }
}

function lineOf(event: TraceEvent, item: TraceItem): TreeLine {
  switch (item.type) {
    case 'storage':
      return storageLine(event, item)
    case 'egress':
      return egressLine(item)
    default:
      return mappingLine(item)
  }
}

function storageLine(event: TraceEvent, storage: Storage): TreeLine {
  const outcome = storageOutcome(storage)
  const words = outcomeWords(outcome, event.dryRun)
  const reason = outcome === 'rejected' ? `: ${storage.error ?? ''}` : ''
  const subject = unwrapReplySubject(storage.subject ?? event.ingress.subject)
  const as = subject === unwrapReplySubject(event.ingress.subject) ? '' : ` as ${subject}`
  return {
    name: plainText(`stream ${storage.stream}`),
    figures: [formatLatency(storage.timeUnixNano - event.ingress.timeUnixNano)],
    note: plainText(`${words}${as}${reason}`),
    failed: outcome === 'rejected',
    children: [],
  }
}

function egressLine(egress: Egress): TreeLine {
  const { kind, name, cid, subscription, queue, account, error } = egress
  const notes = [
    ...(subscription === undefined ? [] : [`subscribed to ${unwrapReplySubject(subscription)}`]),
    ...(queue === undefined ? [] : [`queue ${queue}`]),
    ...(account === undefined ? [] : [`account ${account}`]),
    ...(error === undefined ? [] : [`✗ ${error}`]),
  ]
  const unnamed = cid === undefined ? '(unnamed)' : `cid ${cid}`
  return {
    name: plainText(`${kindName(kind)} ${name === '' ? unnamed : name}`),
    figures: [],
    note: plainText(notes.join(', ')),
    failed: error !== undefined,
    children: [],
  }
}

function mappingLine({ type, account, ...mapping }: Mapping): TreeLine {
  const to = unwrapReplySubject(mapping.to)
  const from = unwrapReplySubject(mapping.from ?? mapping.to)
  const change = from === to ? `→ ${to}` : `${from} → ${to}`
  return {
    name: plainText(`${type} ${change}`),
    figures: [],
    note: plainText(account === undefined ? '' : `into account ${account}`),
    children: [],
  }
}

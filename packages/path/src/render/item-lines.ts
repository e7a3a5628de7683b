import { isServerKind, kindName } from '../event/connection-kind.ts'
import { unwrapReplySubject } from '@hopscope/observe/hop'
import { storageOutcome } from '../event/storage-outcome.ts'
import { type Egress, type Mapping, type Storage, type TraceEvent } from '../event/trace-event.ts'
import { formatLatency } from '../text/format-duration.ts'
import { outcomeWords } from '../text/outcome-words.ts'
import { plainText } from '../text/plain-text.ts'
import { type TreeLine } from '../text/tree-line.ts'

/** What happened on a server, a line each, but for what was sent on to other servers in peace. */
export function itemLines(event: TraceEvent): readonly TreeLine[] {
  return event.items.flatMap((item) => {
    switch (item.type) {
      case 'storage':
        return [storageLine(event, item)]
      case 'egress':
        return isServerKind(item.kind) && item.error === undefined ? [] : [egressLine(item)]
      default:
        return [mappingLine(item)]
    }
  })
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

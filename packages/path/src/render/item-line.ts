import { unwrapReplySubject } from '@hopscope/observe/hop'
import { isServerKind, kindName } from '../event/connection-kind.ts'
import { isRemoteTooOld } from '../event/is-remote-too-old.ts'
import { storageOutcome } from '../event/storage-outcome.ts'
import type { Egress, Mapping, Storage, TraceEvent, TraceItem } from '../event/trace-event.ts'
import type { StreamVerdict } from '../explain/explanation.ts'
import { formatLatency } from '../text/format-duration.ts'
import { outcomeWords } from '../text/outcome-words.ts'
import { linkArrow } from '../text/link-arrow.ts'
import { plainText } from '../text/plain-text.ts'
import { TOO_OLD } from '../text/silent-words.ts'
import type { TreeLine } from '../text/tree-line.ts'

/** Whether the message was sent on to another server, which is to tell of it. */
export function isHandedOn(item: TraceItem): boolean {
  return item.type === 'egress' && isServerKind(item.kind) && item.error === undefined
}

/**
 * One thing that happened on a server.
 *
 * @param verdict what is known of the stream, if it is one; without it, what its server says
 */
export function itemLine(event: TraceEvent, item: TraceItem, verdict?: StreamVerdict): TreeLine {
  switch (item.type) {
    case 'storage':
      return storageLine(event, item, verdict)
    case 'egress':
      return egressLine(item)
    default:
      return mappingLine(item)
  }
}

function storageLine(event: TraceEvent, storage: Storage, verdict?: StreamVerdict): TreeLine {
  const { outcome, reason, sequence } = verdict ?? {
    outcome: storageOutcome(storage),
    reason: storage.error,
  }
  const words = outcomeWords(outcome, event.dryRun, sequence)
  const subject = unwrapReplySubject(storage.subject ?? event.ingress.subject)
  const isOther = subject !== unwrapReplySubject(event.ingress.subject)
  const as = sequence === undefined ? ` as ${subject}` : `, subject ${subject}`
  const why = outcome === 'rejected' ? `: ${reason ?? ''}` : ''
  return {
    name: plainText(`stream ${storage.stream}`),
    figures: [formatLatency(storage.timeUnixNano - event.ingress.timeUnixNano)],
    note: plainText(`${words}${isOther ? as : ''}${why}`),
    failed: outcome === 'rejected',
    children: [],
  }
}

function egressLine(egress: Egress): TreeLine {
  return isServerKind(egress.kind) ? refusedLinkLine(egress) : receiverLine(egress)
}

function refusedLinkLine({ kind, name, error = '' }: Egress): TreeLine {
  const line = {
    name: plainText(name === '' ? '(unnamed server)' : name),
    arrow: linkArrow(kind),
    figures: [],
    failed: true,
    children: [],
  }
  return isRemoteTooOld(error)
    ? { ...line, detail: TOO_OLD, note: kindName(kind) }
    : { ...line, note: plainText(`${kindName(kind)}, ✗ ${error}`) }
}

function receiverLine(egress: Egress): TreeLine {
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

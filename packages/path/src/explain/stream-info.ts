import { number, record, type JsonRecord } from '../event/json.ts'

/** What matters of JetStream's answer about a stream. */
export interface StreamInfo {
  readonly messages: number
  readonly bytes: number
  /** Messages of each subject that was asked for. */
  readonly subjects: JsonRecord
  /** Whether a full stream refuses new messages, rather than drop old ones. */
  readonly discardsNew: boolean
  readonly discardsNewPerSubject: boolean
  /** The limits; 0 or less stands for none. */
  readonly maxMessages: number
  readonly maxBytes: number
  readonly maxMessagesPerSubject: number
}

/** Reads JetStream's answer about a stream; what is missing is taken for none. */
export function parseStreamInfo(json: JsonRecord): StreamInfo {
  const config = record(json['config'])
  const state = record(json['state'])
  return {
    messages: number(state?.['messages']) ?? 0,
    bytes: number(state?.['bytes']) ?? 0,
    subjects: record(state?.['subjects']) ?? {},
    discardsNew: config?.['discard'] === 'new',
    discardsNewPerSubject: config?.['discard_new_per_subject'] === true,
    maxMessages: number(config?.['max_msgs']) ?? 0,
    maxBytes: number(config?.['max_bytes']) ?? 0,
    maxMessagesPerSubject: number(config?.['max_msgs_per_subject']) ?? 0,
  }
}

/** A message that is to be stored. */
export interface NewMessage {
  readonly subject: string
  readonly bytes: number
}

/**
 * Which limit of a stream keeps it from taking the message, in words; `undefined` when none does.
 *
 * The rules are those of the server (server/filestore.go, storeRawMsg): one that replaces the oldest
 * of its subject does not make the stream larger.
 */
export function whyFull(info: StreamInfo, { subject, bytes }: NewMessage): string | undefined {
  if (!info.discardsNew) return undefined
  const { messages, maxMessages, maxBytes, maxMessagesPerSubject } = info
  const ofSubject = number(info.subjects[subject]) ?? 0
  const replaces = maxMessagesPerSubject > 0 && ofSubject >= maxMessagesPerSubject
  if (replaces && info.discardsNewPerSubject) {
    return `it has ${ofSubject} of ${maxMessagesPerSubject} messages of ${subject}`
  }
  if (replaces) return undefined
  if (maxMessages > 0 && messages >= maxMessages) {
    return `it has ${messages} of ${maxMessages} messages`
  }
  if (maxBytes > 0 && info.bytes + bytes >= maxBytes) {
    return `it has ${info.bytes} of ${maxBytes} bytes, and the message has ${bytes}`
  }
  return undefined
}

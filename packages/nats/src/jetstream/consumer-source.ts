import type { ConsumerInfo } from '@nats-io/jetstream'
import type { Instrumentation } from '../connection/instrumentation.ts'
import { isInbox } from '../names/own-subjects.ts'
import { consumerSource, inboxSource, subscriptionSource, type Source } from '../receive/source.ts'

/** What a consumer of nats.js has; it is not in its public type. */
export interface Consumer {
  readonly api?: { readonly nc?: unknown }
  readonly _info?: ConsumerInfo
}

/** Where the messages of a consumer come from; without a description, each tells of its stream. */
export function sourceOf(
  { inboxPrefix }: Instrumentation,
  { _info: info }: Consumer,
): Source | undefined {
  if (!info?.config) return undefined

  const { filter_subject: subject, filter_subjects: subjects, durable_name } = info.config
  // A push consumer that is only bound to knows nothing but where its messages come.
  if (!info.stream_name) {
    const { deliver_subject = '', deliver_group } = info.config
    return isInbox(deliver_subject, inboxPrefix)
      ? inboxSource
      : subscriptionSource(deliver_subject, deliver_group)
  }
  return consumerSource({
    stream: info.stream_name,
    name: info.name,
    isDurable: durable_name !== undefined && durable_name !== '',
    filterSubjects: subjects ?? (subject ? [subject] : []),
  })
}

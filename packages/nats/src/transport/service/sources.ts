import type { ConsumerInfo } from '@nats-io/jetstream'
import { consumerSource, subscriptionSource, type Source } from '../../receive/source.ts'

/** What the span of a message is named after, by its subject. */
export type Sources = (subject: string) => Source

/** Those of a durable consumer: the subjects that there are handlers for, and its filter for others. */
export function durableSources(
  { stream_name: stream, name, config }: ConsumerInfo,
  subjects: Iterable<string>,
): Sources {
  const { filter_subject, filter_subjects } = config
  const filters = filter_subjects ?? (filter_subject ? [filter_subject] : [])
  return sourcesOf(subjects, filters, (filterSubjects) =>
    consumerSource({ stream, name, isDurable: true, filterSubjects }),
  )
}

/** Those of a consumer that keeps the order, and has another name each time. */
export function orderedSources(stream: string, subjects: readonly string[]): Sources {
  return sourcesOf(subjects, subjects, (filterSubjects) =>
    consumerSource({ stream, name: '', isDurable: false, filterSubjects }),
  )
}

/** Those of a queue group of core NATS, which takes all of `pattern`. */
export function queueSources(pattern: string, queue: string, subjects: Iterable<string>): Sources {
  return sourcesOf(subjects, [pattern], ([subject = pattern]) => subscriptionSource(subject, queue))
}

// Of the subjects that there are handlers for there are few, unlike those that anyone may send to.
function sourcesOf(
  subjects: Iterable<string>,
  filters: readonly string[],
  make: (subjects: readonly string[]) => Source,
): Sources {
  const others = make(filters)
  const known = new Map(Array.from(subjects, (subject) => [subject, make([subject])]))
  return (subject) => known.get(subject) ?? others
}

import type { Attributes } from '@opentelemetry/api'
import { ATTRIBUTE } from '../names/attributes.ts'
import { hasWildcard } from '../names/matches-subject.ts'
import { TEMPORARY_NAME, type SubjectName } from '../names/subject-names.ts'

/** Where messages come from: a subscription, a consumer of a stream, or what else has many of them. */
export interface Source {
  /** What its spans are named after, and measures tell it by: few names for many messages. */
  readonly subject: SubjectName
  /** What is the same for each of its messages. */
  readonly attributes: Attributes
  /** Those of them that metrics carry: of these there are few. */
  readonly metricAttributes: Attributes
}

/** A core subscription to `subject`, which may hold wildcards. */
export function subscriptionSource(subject: string, queue: string | undefined): Source {
  const group: Attributes = queue ? { [ATTRIBUTE.consumerGroupName]: queue } : {}
  return {
    subject: sourceName(subject),
    attributes: { ...templateAttribute(subject), ...group },
    metricAttributes: group,
  }
}

/** Messages of which it is only known that they come to an inbox. */
export const inboxSource: Source = {
  subject: TEMPORARY_NAME,
  attributes: {},
  metricAttributes: {},
}

/** A consumer of a stream, by what the server tells of it. */
export interface ConsumerDescription {
  readonly stream: string
  readonly name: string
  readonly isDurable: boolean
  /** Empty where the consumer takes all of the stream. */
  readonly filterSubjects: readonly string[]
}

/** A consumer of a stream. */
export function consumerSource(consumer: ConsumerDescription): Source {
  const { stream, name, isDurable, filterSubjects } = consumer
  // One that lets everything through says nothing.
  const filter = filterSubjects.length === 1 ? filterSubjects.find(isNarrow) : undefined
  const group: Attributes = {
    [ATTRIBUTE.streamName]: stream,
    // The name of an ephemeral consumer is another one each time.
    ...(isDurable && { [ATTRIBUTE.consumerName]: name, [ATTRIBUTE.consumerGroupName]: name }),
  }
  return {
    subject: filter === undefined ? unnamed(stream) : sourceName(filter),
    attributes: { ...(filter !== undefined && templateAttribute(filter)), ...group },
    metricAttributes: group,
  }
}

function isNarrow(filter: string): boolean {
  return filter !== '>'
}

/** A stream of which no more is known than that a message came from it. */
export function streamSource(stream: string): Source {
  return {
    subject: unnamed(stream),
    attributes: {},
    metricAttributes: { [ATTRIBUTE.streamName]: stream },
  }
}

// What an application subscribes to is of few kinds, wildcards or not.
function sourceName(pattern: string): SubjectName {
  const template = hasWildcard(pattern) ? { template: pattern } : {}
  return { isTraced: true, isTemporary: false, display: pattern, label: pattern, ...template }
}

// The stream's name is no subject, and has an attribute of its own.
function unnamed(stream: string): SubjectName {
  return { isTraced: true, isTemporary: false, display: stream }
}

function templateAttribute(pattern: string): Attributes {
  return hasWildcard(pattern) ? { [ATTRIBUTE.destinationTemplate]: pattern } : {}
}

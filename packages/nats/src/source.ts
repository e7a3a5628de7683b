import type { Attributes } from '@opentelemetry/api'
import { ATTRIBUTE } from './attributes.ts'

/** Where messages come from: a subscription, or a consumer of a stream. */
export interface Source {
  /** What spans are named after: few names for many messages. */
  readonly name: string
  /** What is the same for each of its messages. */
  readonly attributes: Attributes
}

/** A core subscription to `subject`, which may hold wildcards. */
export function subscriptionSource(subject: string, queue: string | undefined): Source {
  return {
    name: subject,
    attributes: {
      ...(isWildcard(subject) && { [ATTRIBUTE.destinationTemplate]: subject }),
      ...(queue && { [ATTRIBUTE.consumerGroupName]: queue }),
    },
  }
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
  const filter = consumer.filterSubjects.length === 1 ? consumer.filterSubjects[0] : undefined
  return {
    name: filter ?? consumer.stream,
    attributes: {
      [ATTRIBUTE.streamName]: consumer.stream,
      // The name of an ephemeral consumer is another one each time.
      ...(consumer.isDurable && {
        [ATTRIBUTE.consumerName]: consumer.name,
        [ATTRIBUTE.consumerGroupName]: consumer.name,
      }),
      ...(filter !== undefined &&
        isWildcard(filter) && { [ATTRIBUTE.destinationTemplate]: filter }),
    },
  }
}

function isWildcard(subject: string): boolean {
  return /(^|\.)[*>](\.|$)/.test(subject)
}

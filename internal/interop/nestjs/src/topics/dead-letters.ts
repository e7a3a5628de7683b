import type { Topic } from './topic.ts'

/** What the last resort for dead letters was told of. */
export const DEAD_LETTERS: Topic = {
  isIn: ({ deadLetters = [], id }) => deadLetters.length > 0 || id.includes('-dlq-'),
  recorded: ({ deadLetters = [] }) => ({
    onDeadLetter: deadLetters.map(({ subject, stream, deliveryCount }) => ({
      subject,
      stream,
      deliveryCount,
    })),
  }),
  ours: (_fixture, _writing, { letters }) => ({
    onDeadLetter: letters.map(({ subject, stream, deliveryCount }) => ({
      subject,
      stream,
      deliveryCount,
    })),
  }),
}

/** What was left behind: messages that nobody settled. */
export const LEFT_BEHIND: Topic = {
  isIn: ({ after }) => after !== undefined,
  recorded: ({ after }) => ({ unsettled: after?.['consumerNumAckPending'] }),
  ours: (_fixture, _writing, { unsettled }) => ({ unsettled }),
}

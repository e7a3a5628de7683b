import { JetstreamRecordBuilder } from '@hopscope/observe/headers'
import type { Fixture } from '../recorded/fixture.ts'
import type { Topic } from './topic.ts'

/** What the builder of a record says of header names, at the call. */
export const SET_HEADER: Topic = {
  isIn: (fixture) => answersOf(fixture) !== undefined,
  recorded: (fixture) => toFacts(answersOf(fixture) ?? {}),
  ours: (fixture) => {
    const names = Object.keys(answersOf(fixture) ?? {})
    return toFacts(Object.fromEntries(names.map((name) => [name, setHeader(name)])))
  },
}

type Answers = Readonly<Record<string, string>>

function answersOf({ result }: Fixture): Answers | undefined {
  return (result as { readonly setHeader?: Answers } | undefined)?.setHeader
}

function toFacts(answers: Answers): Answers {
  return Object.fromEntries(
    Object.entries(answers).map(([name, answer]) => [`setHeader("${name}")`, answer]),
  )
}

function setHeader(name: string): string {
  try {
    new JetstreamRecordBuilder().setHeader(name, 'value')
    return 'accepted'
  } catch (error) {
    return (error as Error).message
  }
}

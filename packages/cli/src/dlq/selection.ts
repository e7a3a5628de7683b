import { getDeadLetter, readDeadLetters, type StoredDeadLetter } from '@hopscope/nats/transport'
import { CliError } from '../cli-error.ts'
import type { DeadLetterStream } from './dead-letter-stream.ts'

/** Dead letters from one sequence to another, both included. */
export interface SequenceRange {
  readonly first: number
  readonly last: number
}

/**
 * Reads what a command line says of sequences, such as `12` and `15-20`; all of them if it says so.
 *
 * @throws {CliError} ARGUMENT_INVALID
 */
export function parseSelection(
  texts: readonly string[],
  { all = false }: { readonly all?: boolean },
): readonly SequenceRange[] {
  if (all && texts.length > 0) throw invalid('--all and sequences exclude each other')
  if (all) return [{ first: 1, last: Number.MAX_SAFE_INTEGER }]
  if (texts.length === 0) throw invalid('it is not said which dead letters')
  return texts.map(parseRange)
}

function parseRange(text: string): SequenceRange {
  const [, from = '', to = from] = /^(\d+)(?:-(\d+))?$/.exec(text) ?? []
  const first = Number(from)
  const last = Number(to)
  const isRange = from !== '' && first >= 1 && last >= first && Number.isSafeInteger(last)
  if (isRange) return { first, last }
  throw invalid(`${JSON.stringify(text)} is no sequence`)
}

function invalid(message: string): CliError {
  return new CliError('ARGUMENT_INVALID', message, {
    hint: 'name sequences such as 12 or 15-20, which hopscope dlq list shows, or give --all',
  })
}

/**
 * Reads the dead letters that were selected, from the oldest of each range on.
 *
 * @throws {CliError} DEAD_LETTER_NOT_FOUND if one that was named alone is not there
 * @throws {TransportError} READ_FAILED
 */
export async function* selectDeadLetters(
  { asked, name }: Pick<DeadLetterStream, 'asked' | 'name'>,
  selection: readonly SequenceRange[],
): AsyncGenerator<StoredDeadLetter, void, undefined> {
  for (const { first, last } of selection) {
    if (first === last) {
      yield await one({ asked, name }, first)
      continue
    }
    const letters = readDeadLetters(asked, { stream: name, startSequence: first })
    for await (const letter of letters) {
      if (letter.sequence > last) break
      yield letter
    }
  }
}

async function one(
  { asked, name }: Pick<DeadLetterStream, 'asked' | 'name'>,
  sequence: number,
): Promise<StoredDeadLetter> {
  const letter = await getDeadLetter(asked, { stream: name, sequence })
  if (letter !== undefined) return letter
  throw new CliError(
    'DEAD_LETTER_NOT_FOUND',
    `${name} has no dead letter with sequence ${sequence}`,
    {
      hint: 'hopscope dlq list shows which there are',
    },
  )
}

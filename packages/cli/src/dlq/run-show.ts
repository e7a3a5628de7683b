import type { StoredDeadLetter } from '@hopscope/nats/transport'
import { plainText } from '@hopscope/path/text'
import type { Io } from '../io.ts'
import { orInterrupt } from '../or-interrupt.ts'
import { formatBytes } from '../output/format-bytes.ts'
import { dim } from '../output/label.ts'
import { maskValues } from '../trace/record/mask-headers.ts'
import { allOf } from './all-of.ts'
import { openDeadLetterStream } from './dead-letter-stream.ts'
import type { DlqFlags } from './dlq-flags.ts'
import { toLetterDocument } from './letter-document.ts'
import { parseSelection, selectDeadLetters } from './selection.ts'

/** What `hopscope dlq show` takes. */
export interface ShowFlags extends DlqFlags {
  readonly showHeaders?: boolean
}

/**
 * Prints all that there is of dead letters: why they are some, their headers and payload.
 *
 * @throws {CliError} ARGUMENT_INVALID, DEAD_LETTER_NOT_FOUND, STREAM_UNAVAILABLE, INTERRUPTED, and
 *   what connecting throws
 * @throws {TransportError} READ_FAILED
 */
export async function runShow(
  io: Io,
  sequences: readonly string[],
  { showHeaders = false, ...flags }: ShowFlags,
): Promise<void> {
  const selection = parseSelection(sequences, {})
  await using stream = await openDeadLetterStream(io, flags)
  const letters = await orInterrupt(allOf(selectDeadLetters(stream, selection)), io.signal)
  if (flags.json === true) {
    const documents = letters.map((letter) => ({
      ...toLetterDocument(letter),
      headers: headersOf(letter, showHeaders),
      ...payloadOf(letter),
    }))
    const document = { stream: stream.name, letters: documents }
    io.stdout.write(`${JSON.stringify(document, null, 2)}\n`)
    return
  }
  io.stdout.write(letters.map((letter) => draw(io, letter, showHeaders)).join('\n'))
}

function headersOf(
  { headers }: StoredDeadLetter,
  showHeaders: boolean,
): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    [...headers].map(([name, values]) => [
      name,
      showHeaders || isOfContract(name) ? values : maskValues(name, values),
    ]),
  )
}

// What says why it is a dead letter is shown above anyway.
function isOfContract(name: string): boolean {
  return /^x-(?:dead-letter-reason|original-subject|original-stream|failed-at|delivery-count)$/i.test(
    name,
  )
}

function payloadOf({ data }: StoredDeadLetter): { payload: string } | { payloadBase64: string } {
  const text = readText(data)
  if (text !== undefined) return { payload: text }
  return { payloadBase64: Buffer.from(data).toString('base64') }
}

function readText(data: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(data)
    // oxlint-disable-next-line no-control-regex
    return /[\u0000-\u0008\u000e-\u001f]/.test(text) ? undefined : text
  } catch {
    return undefined
  }
}

function draw(io: Io, letter: StoredDeadLetter, showHeaders: boolean): string {
  const { info, link, data } = letter
  const rows: readonly (readonly [name: string, value: string | undefined])[] = [
    ['reason', info.reason],
    ['original subject', info.subject],
    ['original stream', info.stream],
    ['failed at', info.failedAt?.toISOString()],
    ['deliveries', info.deliveryCount?.toString()],
    ['stored at', letter.storedAt],
    ['subject', letter.subject],
    ['trace', link && `${link.traceId}, sent by span ${link.spanId}`],
    ...Object.entries(headersOf(letter, showHeaders))
      .filter(([name]) => !isOfContract(name))
      .flatMap(([name, values]) => values.map((value) => [`header ${name}`, value] as const)),
    ['payload', formatBytes(data.length)],
  ]
  const given = rows.flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  )
  const width = Math.max(...given.map(([name]) => plainText(name).length))
  const lines = given.map(
    ([name, value]) => `${dim(plainText(name).padEnd(width), io.stdout)}  ${plainText(value)}`,
  )
  return `${[`dead letter ${letter.sequence} of ${letter.stream}`, ...lines].join('\n')}\n${drawPayload(data)}`
}

function drawPayload(data: Uint8Array): string {
  if (data.length === 0) return ''
  const text = readText(data)
  if (text === undefined) return '\nno text; --json prints it as base64\n'
  return `\n${text.replace(UNSAFE, '\ufffd').trimEnd()}\n`
}

// What would steer the terminal; a payload keeps its lines and tabs.
const UNSAFE = /(?![\t\n])[\p{Cc}\p{Cf}]/gu

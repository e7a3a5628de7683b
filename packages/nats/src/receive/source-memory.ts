import type { ReceivedMessage } from '../connection/hooks.ts'
import type { Instrumentation } from '../connection/instrumentation.ts'
import { SpanHeads } from '../connection/span-heads.ts'
import { rawSubject } from '../headers/index.ts'
import type { SubjectName } from '../names/subject-names.ts'
import { makeProcessHead } from './process-head.ts'
import type { Source } from './source.ts'

/** The subject of a message, and what tracing makes of it. */
export interface ReadSubject {
  readonly text: string
  readonly name: SubjectName
}

/** What is remembered of the messages of a source, because the next one is likely to be the same. */
export class SourceMemory {
  readonly instrumentation: Instrumentation
  readonly heads: SpanHeads
  readonly #isOneSubject: boolean
  #bytes: Uint8Array = new Uint8Array()
  #subject: ReadSubject | undefined

  constructor(instrumentation: Instrumentation, source: Source) {
    this.instrumentation = instrumentation
    this.heads = new SpanHeads((name, server) => makeProcessHead(source, name, server))
    this.#isOneSubject = source.subject.template === undefined
  }

  /** The subject of a message; where it is that of the last one, nothing is decoded. */
  subjectOf(message: ReceivedMessage): ReadSubject {
    const bytes = this.#isOneSubject ? rawSubject(message) : undefined
    if (bytes && this.#subject && isEqual(bytes, this.#bytes)) return this.#subject

    const { subject: text } = message
    const subject = { text, name: this.instrumentation.nameOf(text) }
    if (!bytes) return subject
    this.#bytes = bytes
    this.#subject = subject
    return subject
  }
}

/** What is remembered of `source`. */
export function memoryOf(instrumentation: Instrumentation, source: Source): SourceMemory {
  let memory = memories.get(source)
  if (memory?.instrumentation !== instrumentation) {
    memory = new SourceMemory(instrumentation, source)
    memories.set(source, memory)
  }
  return memory
}

const memories = new WeakMap<Source, SourceMemory>()

function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  // As a rule, `parseDirectly` makes them once for all messages that come one after the other.
  if (a === b) return true
  if (a.length !== b.length) return false
  let different = 0
  for (let at = 0; at < a.length; at++) different |= (a[at] ?? 0) ^ (b[at] ?? 0)
  return different === 0
}

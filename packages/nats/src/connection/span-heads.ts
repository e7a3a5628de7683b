import { fixedAttributes } from '@hopscope/observe/recorder'
import type { Attributes, SpanKind } from '@opentelemetry/api'
import type { SubjectName } from '../names/subject-names.ts'
import type { ServerAttributes } from './server-attributes.ts'

/** What is the same for all spans of one operation whose subjects have one name. */
export interface SpanHead {
  readonly name: string
  readonly kind: SpanKind
  readonly attributes: Attributes
  /** The destination that is among the attributes; absent where each message may have another. */
  readonly destination: string | undefined
}

/**
 * The heads of the spans of one operation, each made once.
 *
 * Their attributes are fixed ones, which our recorder has encoded already, and are plain ones to any
 * other tracer.
 */
export class SpanHeads {
  readonly #make: (subject: SubjectName, server: ServerAttributes) => SpanHead
  readonly #known = new Map<string, SpanHead>()
  #server: ServerAttributes | undefined

  constructor(make: (subject: SubjectName, server: ServerAttributes) => SpanHead) {
    this.#make = make
  }

  /** The head for a subject; `key` stands for it and all that have the same head. */
  of(key: string, subject: SubjectName, server: ServerAttributes): SpanHead {
    if (server !== this.#server) {
      this.#server = server
      this.#known.clear()
    }
    return this.#known.get(key) ?? this.#add(key, subject, server)
  }

  #add(key: string, subject: SubjectName, server: ServerAttributes): SpanHead {
    const { attributes, ...rest } = this.#make(subject, server)
    const head = { ...rest, attributes: fixedAttributes(attributes) }
    // Templates of a function may be without end.
    if (this.#known.size >= MAX_KNOWN) this.#known.clear()
    this.#known.set(key, head)
    return head
  }
}

const MAX_KNOWN = 1000

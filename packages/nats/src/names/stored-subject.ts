/** A subject on which a key-value store or an object store keeps something in its stream. */
export interface StoredSubject {
  readonly kind: 'kv' | 'object'
  readonly bucket: string
  /** What stands for all subjects of its kind in the bucket. */
  readonly template: string
}

/**
 * What is stored by a message to `subject`; nothing for any other subject.
 *
 * A key is kept at `$KV.<bucket>.<key>` (ADR-8), and what is known of an object at
 * `$O.<bucket>.M.<name>` (ADR-20).
 */
export function parseStoredSubject(subject: string): StoredSubject | undefined {
  if (subject.startsWith('$KV.')) {
    const bucket = bucketAt(subject, 4)
    return bucket === undefined ? undefined : { kind: 'kv', bucket, template: `$KV.${bucket}.>` }
  }
  if (!subject.startsWith('$O.')) return undefined

  const bucket = bucketAt(subject, 3)
  return bucket === undefined ? undefined : { kind: 'object', bucket, template: `$O.${bucket}.M.>` }
}

/**
 * Whether a message carries a part of an object, of which there may be thousands, and which the
 * application neither sends nor receives itself: `$O.<bucket>.C.<id>`.
 */
export function isObjectChunk(subject: string): boolean {
  return subject.startsWith('$O.') && subject.startsWith('.C.', subject.indexOf('.', 3))
}

function bucketAt(subject: string, start: number): string | undefined {
  const end = subject.indexOf('.', start)
  return end > start ? subject.slice(start, end) : undefined
}

import { matchesSubject } from './matches-subject.ts'
import { isInbox, isSystemSubject } from './own-subjects.ts'
import { parseStoredSubject } from './stored-subject.ts'
import { isVariableToken } from './variable-token.ts'

/** What tracing makes of a subject. */
export interface SubjectName {
  /** Whether messages of the subject are traced. */
  readonly isTraced: boolean
  /** Whether it is an inbox: somewhere a reply goes once. */
  readonly isTemporary: boolean
  /** What stands for the subject in the names of spans. */
  readonly display: string
  /** The template it falls under; absent if there is none. */
  readonly template?: string
  /** What stands for it where every other value costs memory, as in metrics; absent if nothing can. */
  readonly label?: string
}

/**
 * Which subjects are traced: those that are included and not excluded, in patterns of NATS, or those
 * a function says. It is asked once for a subject, and must not change its mind.
 */
export type SubjectFilter =
  | { readonly include?: readonly string[]; readonly exclude?: readonly string[] }
  | ((subject: string) => boolean)

/**
 * What stands for subjects that differ in ids: patterns of NATS, of which the first that matches
 * counts, or a function, which is asked once for a subject.
 */
export type SubjectTemplates = readonly string[] | ((subject: string) => string | undefined)

/** How subjects are named. */
export interface NamingOptions {
  readonly filter: SubjectFilter
  readonly templates: SubjectTemplates
  /** The `inboxPrefix` option of the connection. */
  readonly inboxPrefix: string
  /** Told of what a function of the application threw; the subject is then traced, without a template. */
  readonly onError: (error: unknown) => void
}

/** A function that tells what tracing makes of a subject, and remembers it. */
export function subjectNames(options: NamingOptions): (subject: string) => SubjectName {
  const known = new Map<string, SubjectName>()
  const labels = new Set<string>()
  // One is asked for several times on its way.
  let last: string | undefined
  let lastName = SYSTEM_NAME

  return (subject) => {
    if (subject === last) return lastName

    lastName = known.get(subject) ?? find(subject)
    last = subject
    return lastName
  }

  function find(subject: string): SubjectName {
    if (isInbox(subject, options.inboxPrefix)) return TEMPORARY_NAME
    if (isSystemSubject(subject)) return SYSTEM_NAME

    const name = nameOf(subject, options, labels)
    if (known.size >= MAX_REMEMBERED) known.clear()
    known.set(subject, name)
    return name
  }
}

/** What an inbox is: it is used once, and would make every name another. */
export const TEMPORARY_NAME: SubjectName = {
  isTraced: true,
  isTemporary: true,
  display: '(temporary)',
  label: '(temporary)',
}

const SYSTEM_NAME: SubjectName = { isTraced: false, isTemporary: false, display: '(untraced)' }

// Subjects with ids in them are without end.
const MAX_REMEMBERED = 1000
const MAX_LABELS = 200

function nameOf(subject: string, options: NamingOptions, labels: Set<string>): SubjectName {
  const own = templateOf(subject, options)
  const stored = own === undefined ? parseStoredSubject(subject) : undefined
  const template = own ?? stored?.template
  const label = template ?? labelOf(subject, labels)
  return {
    isTraced: isTraced(subject, options),
    isTemporary: false,
    display: stored?.bucket ?? template ?? subject,
    ...(template !== undefined && { template }),
    ...(label !== undefined && { label }),
  }
}

function isTraced(subject: string, { filter, onError }: NamingOptions): boolean {
  if (typeof filter !== 'function') {
    const { include, exclude } = filter
    const isIncluded = include === undefined || includes(include, subject)
    return isIncluded && (exclude === undefined || !includes(exclude, subject))
  }
  try {
    return filter(subject)
  } catch (error) {
    onError(error)
    return true
  }
}

function templateOf(subject: string, { templates, onError }: NamingOptions): string | undefined {
  if (typeof templates !== 'function') {
    return templates.find((pattern) => matchesSubject(pattern, subject))
  }
  try {
    return templates(subject)
  } catch (error) {
    onError(error)
    return undefined
  }
}

function labelOf(subject: string, labels: Set<string>): string | undefined {
  if (labels.has(subject)) return subject
  if (labels.size >= MAX_LABELS || subject.split('.').some(isVariableToken)) return undefined
  labels.add(subject)
  return subject
}

function includes(patterns: readonly string[], subject: string): boolean {
  return patterns.some((pattern) => matchesSubject(pattern, subject))
}

/** Headers as the form has them: a name, a colon and a value on a line each. */
export interface WrittenHeaders {
  readonly headers: readonly (readonly [name: string, value: string])[]
  /** The first line that is none; absent if all are. */
  readonly problem?: string
}

/** Reads headers; empty lines are passed over. */
export function readHeaders(text: string): WrittenHeaders {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '')
  const bad = lines.find((line) => !HEADER.test(line))
  const headers = lines.flatMap((line) => {
    const [, name, value] = HEADER.exec(line) ?? []
    return name === undefined ? [] : [[name, (value ?? '').trim()] as const]
  })

  return {
    headers,
    ...(bad === undefined
      ? {}
      : { problem: `"${bad.trim()}" is no header: write a name, a colon and a value` }),
  }
}

/** Why a subject cannot be probed; nothing if it can. */
export function subjectProblem(subject: string): string | undefined {
  if (subject === '') return 'a subject is needed'
  if (/\s/.test(subject)) return 'a subject has no blanks'
  const tokens = subject.split('.')
  if (tokens.includes('')) return 'a subject has no empty tokens'
  if (tokens.includes('*') || tokens.includes('>'))
    return 'a message is sent to a subject without wildcards'

  return undefined
}

const HEADER = /^\s*([!-9;-~]+)\s*:(.*)$/

import { CliError } from '../../cli-error.ts'

/** @throws {CliError} ARGUMENT_INVALID unless a message can be published to the subject */
export function requireSubject(subject: string): void {
  const tokens = subject.split('.')
  if (tokens.some((token) => token === '*' || token === '>')) {
    throw invalid(subject, 'has a wildcard', 'name one subject, such as orders.new')
  }
  if (/[\s\p{Cc}]/u.test(subject)) {
    throw invalid(subject, 'has a space or control character', 'put quotes around the payload only')
  }
  if (tokens.includes('')) {
    throw invalid(subject, 'has an empty part', 'write parts between dots, such as orders.new')
  }
}

function invalid(subject: string, complaint: string, hint: string): CliError {
  return new CliError('ARGUMENT_INVALID', `subject ${JSON.stringify(subject)} ${complaint}`, {
    hint,
  })
}

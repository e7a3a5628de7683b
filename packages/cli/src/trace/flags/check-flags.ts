import { CliError } from '../../cli-error.ts'
import { formatOf } from './format-of.ts'
import { requireCompatible } from './require-compatible.ts'
import type { TraceFlags } from './trace-flags.ts'
import type { TraceFormat } from './trace-format.ts'
import type { TypedTrace } from './typed-trace.ts'

/**
 * Refuses what does not go together.
 *
 * @throws {CliError} ARGUMENT_INVALID
 */
export function checkFlags(typed: TypedTrace): void {
  requireFormat(typed.flags)
  requireCompatible(typed)
  requireDelivery(typed.flags)
  requireHttpUrl(typed.flags.otlp)
  requireTwo(typed)
}

function requireFormat(flags: TraceFlags): void {
  const format = formatOf(flags)
  const [flag, formats] = flags.diff === undefined ? ['--count', COUNTED] : ['--diff', COMPARED]
  if (flags.diff === undefined && flags.count === undefined) return
  if (formats.includes(format)) return
  throw new CliError('ARGUMENT_INVALID', `${flag} cannot be printed as ${format}`, {
    hint: `choose ${formats.join(' or ')}`,
  })
}

const COUNTED: readonly TraceFormat[] = ['text', 'json', 'ndjson']
const COMPARED: readonly TraceFormat[] = ['text', 'json']

function requireTwo({ subject, flags: { diff = [] } }: TypedTrace): void {
  const traces = diff.length + (subject === undefined ? 0 : 1)
  if (diff.length === 0 || traces === 2) return
  throw new CliError('ARGUMENT_INVALID', '--diff takes two saved traces, or one and a subject', {
    hint: 'write --diff a.json b.json, or hopscope trace orders.new --diff a.json',
  })
}

function requireDelivery({ deliver, msgTrace }: TraceFlags): void {
  if (deliver === true || msgTrace === undefined) return
  throw new CliError('ARGUMENT_INVALID', '--msg-trace goes with --deliver', {
    hint: 'servers make no dry run of what an account has traced',
  })
}

// Looked at first: a message is not to be delivered in vain. The URL may hold a secret.
function requireHttpUrl(url: string | undefined): void {
  if (url === undefined) return
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return
  throw new CliError('ARGUMENT_INVALID', '--otlp is no http or https URL', {
    hint: 'write it as in --otlp http://localhost:4318',
  })
}

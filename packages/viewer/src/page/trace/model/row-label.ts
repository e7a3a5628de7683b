import { formatNs } from '../../format/duration.ts'
import { roleWord } from './row-glyph.ts'
import { at, detailOf, hasFlag, nameOf, roleOf, serviceOf, type TraceModel } from './trace-model.ts'

/** A row as it is read out: `billing, process orders.created, 41 ms, error, attempt 3`. */
export function rowLabel(model: TraceModel, row: number): string {
  const role = roleOf(model, row)
  if (role === 'missing') return 'missing span: others name it as their parent'
  const name = nameOf(model, row)
  const word = roleWord(role)
  const parts = [
    serviceOf(model, row),
    role === 'work' || name.startsWith(word) ? '' : word,
    name,
    formatNs(at(model.durations, row)),
    hasFlag(model, row, 'error') ? 'error' : '',
    hasFlag(model, row, 'redelivered') ? 'redelivered' : '',
    hasFlag(model, row, 'deadLetter') ? 'dead letter' : '',
    hasFlag(model, row, 'brokenContext') ? 'broken context' : '',
    model.critical[row] === 1 ? 'on the critical path' : '',
    detailOf(model, row),
  ]
  return parts.filter(Boolean).join(', ')
}

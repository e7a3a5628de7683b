export { QUERY_FIELDS, type QueryField } from './fields.ts'
export { parseQuery } from './parse-query.ts'
export type { QueryProblem } from './query-problem.ts'
export {
  HAS_VALUES,
  type HasTerm,
  type HasValue,
  type NumberField,
  type NumberTerm,
  type Query,
  type QueryTerm,
  type TextField,
  type TextTerm,
} from './query.ts'

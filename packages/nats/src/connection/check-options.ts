import { isSubjectPattern } from '../names/matches-subject.ts'
import { NatsTracingError } from '../nats-tracing-error.ts'

/**
 * Checks what was passed as options of a connection, by whatever names TypeScript did not see.
 *
 * @throws {@link NatsTracingError} OPTION_INVALID if one is not what it may be
 */
export function checkOptions(options: unknown): void {
  check('options', options, isObject, 'be an object', 'leave them out for the defaults')
  const given = options as Given
  for (const [option, rule] of Object.entries(RULES)) {
    if (given[option] !== undefined) rule(option, given[option])
  }
}

type Given = Readonly<Record<string, unknown>>
type Rule = (option: string, value: unknown) => void

const HOOKS: readonly string[] = ['publish', 'consume', 'settle']
const LEAVE_OUT = 'correct the option, or leave it out for its default'

const RULES: Readonly<Record<string, Rule>> = {
  telemetry: withMethods(['tracer.start', 'metrics.counter'], 'a bundle of @hopscope/observe'),
  tracerProvider: withMethods(['getTracer'], 'a tracer provider of OpenTelemetry'),
  meterProvider: withMethods(['getMeter'], 'a meter provider of OpenTelemetry'),
  propagator: withMethods(['inject', 'extract'], 'a propagator of OpenTelemetry'),
  filter: checkFilter,
  templates: (option, value) => {
    if (typeof value !== 'function') checkPatterns(option, value)
  },
  parent: oneOf(['message', 'link', 'ambient']),
  settle: oneOf(['events', 'spans']),
  lost: oneOf(['off', 'warn', 'throw']),
  baggage: (option, value) => {
    check(option, value, (it) => typeof it === 'boolean', 'be true or false', LEAVE_OUT)
  },
  hooks: checkHooks,
  captureHeaders: checkNames,
  captureBodyBytes: (option, value) => {
    const hint = 'give the number of bytes, or leave the option out to capture none'
    check(option, value, isCount, 'be a whole number from 0', hint)
  },
  onLost: checkFunction,
  errorType: checkFunction,
  onError: checkFunction,
}

function withMethods(methods: readonly string[], what: string): Rule {
  const hint = `pass ${what}, or leave the option out`
  return (option, value) => {
    for (const method of methods) {
      const isThere = (it: unknown): boolean => typeof valueAt(it, method) === 'function'
      check(option, value, isThere, `have a method ${method}`, hint)
    }
  }
}

function valueAt(value: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((at, key) => (at as Given | null | undefined)?.[key], value)
}

function oneOf(allowed: readonly string[]): Rule {
  return (option, value) => {
    if (allowed.some((each) => each === value)) return
    const got = typeof value === 'string' ? value : shown(value)
    throw invalid(`${option} must be one of ${allowed.join(', ')}, got ${got}`, LEAVE_OUT)
  }
}

function checkFilter(option: string, value: unknown): void {
  if (typeof value === 'function') return
  check(option, value, isObject, 'be a function or an object', LEAVE_OUT)
  checkKeys(option, value, ['include', 'exclude'])
  for (const [key, patterns] of Object.entries(value as Given)) {
    if (patterns !== undefined) checkPatterns(`${option}.${key}`, patterns)
  }
}

function checkPatterns(option: string, value: unknown): void {
  const hint = `put it in a list: ['orders.>']`
  check(option, value, Array.isArray, 'be a list of patterns of NATS', hint)
  for (const pattern of value as readonly unknown[]) {
    const hint =
      'write tokens with dots between them, * for one token, and > at the end for all that follow'
    const isPattern = (it: unknown): boolean => typeof it === 'string' && isSubjectPattern(it)
    check(option, pattern, isPattern, 'be patterns of NATS', hint)
  }
}

function checkHooks(option: string, value: unknown): void {
  check(option, value, isObject, 'be an object', LEAVE_OUT)
  checkKeys(option, value, HOOKS)
  for (const [key, hook] of Object.entries(value as Given)) {
    if (hook !== undefined) checkFunction(`${option}.${key}`, hook)
  }
}

function checkKeys(option: string, value: unknown, known: readonly string[]): void {
  const unknown = Object.keys(value as object).find((key) => !known.includes(key))
  if (unknown === undefined) return
  throw invalid(
    `${option} must have no other keys than ${known.join(', ')}, got ${unknown}`,
    'correct the name, or leave it out',
  )
}

function checkNames(option: string, value: unknown): void {
  const hint = `put the names of headers in a list: ['x-tenant']`
  check(option, value, Array.isArray, 'be a list of names of headers', hint)
  for (const name of value as readonly unknown[]) {
    const isName = (it: unknown): boolean => typeof it === 'string' && it !== ''
    check(option, name, isName, 'be names of headers', hint)
  }
}

function checkFunction(option: string, value: unknown): void {
  check(option, value, (it) => typeof it === 'function', 'be a function', LEAVE_OUT)
}

function check(
  option: string,
  value: unknown,
  isRight: (value: unknown) => boolean,
  rule: string,
  hint: string,
): void {
  if (!isRight(value)) throw invalid(`${option} must ${rule}, got ${shown(value)}`, hint)
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isCount(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) >= 0
}

function shown(value: unknown): string {
  if (typeof value === 'string') return `"${value}"`
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'function') return 'a function'
  return typeof value === 'object' && value !== null ? 'an object' : String(value)
}

function invalid(message: string, hint: string): NatsTracingError {
  return new NatsTracingError('OPTION_INVALID', message, { hint })
}

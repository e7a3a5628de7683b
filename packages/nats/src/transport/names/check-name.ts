import { TransportError } from '../transport-error.ts'

/** @throws {@link TransportError} NAME_INVALID unless `service` can be part of a subject and of a stream's name */
export function checkService(service: string): void {
  if (typeof service === 'string' && SERVICE.test(service)) return
  throw new TransportError('NAME_INVALID', `"${service}" cannot be the name of a service`, {
    hint: 'use letters, digits, dashes and underscores',
  })
}

/** @throws {@link TransportError} NAME_INVALID unless `pattern` can end a subject that is published to */
export function checkPattern(pattern: string): void {
  if (typeof pattern === 'string' && PATTERN.test(pattern)) return
  throw new TransportError('NAME_INVALID', `"${pattern}" cannot be a pattern`, {
    hint: 'write tokens with dots between them, without spaces and wildcards',
  })
}

// What neither a token of a subject nor the name of a stream may hold (ADR-6), and what is not text.
const SERVICE = /^[^\s.*>/\\\p{Cc}\p{Cs}]+$/u
const PATTERN = /^[^\s.*>\p{Cc}\p{Cs}]+(?:\.[^\s.*>\p{Cc}\p{Cs}]+)*$/u

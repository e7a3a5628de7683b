export { type HeaderCarrier } from './header-carrier.ts'
export { HEADERS, headerRule, type HeaderEntry, type HeaderRule } from './header-contract.ts'
export { readHeader } from './read-header.ts'
export {
  isServerTraceHeader,
  isTraceContextHeader,
  withoutServerTrace,
} from './without-server-trace.ts'

import type { AttributeMap } from '@hopscope/observe/otlp'
import { warnIgnored, type Environment } from '@hopscope/observe/recorder'
import { arch, hostname, type } from 'node:os'

/** What is told about a service beside what is found out. */
export interface ResourceOptions {
  /** The `service.name`. @default `OTEL_SERVICE_NAME`, or the one in `OTEL_RESOURCE_ATTRIBUTES` */
  readonly service?: string
  /** More attributes of the service, such as `service.version`. @default none */
  readonly resource?: AttributeMap
  /** Variables of the environment. @default `process.env` */
  readonly env?: Environment
}

/** Attributes of what makes telemetry, of which the service's name is known. */
export interface DetectedResource {
  readonly service: string
  readonly attributes: AttributeMap
}

/**
 * Says what makes the telemetry: the service, this process and the machine it runs on.
 *
 * What is told here comes before `OTEL_SERVICE_NAME`, which comes before `OTEL_RESOURCE_ATTRIBUTES`,
 * which comes before what is found out: `service.instance.id` (a random one for each process),
 * `host.name`, `host.arch`, `os.type`, `process.pid`, `process.runtime.name` and `.version`. A service
 * that nobody names is `unknown_service:node`.
 */
export function detectResource(options: ResourceOptions = {}): DetectedResource {
  const { env = process.env } = options
  const name = env['OTEL_SERVICE_NAME']?.trim()
  const attributes = {
    ...DETECTED,
    ...named(parseResourceAttributes(env['OTEL_RESOURCE_ATTRIBUTES'] ?? '')),
    ...(name && { 'service.name': name }),
    ...named(options.resource ?? {}),
    ...(options.service !== undefined && { 'service.name': options.service }),
  }
  const service = attributes['service.name']
  return { service: typeof service === 'string' ? service : UNKNOWN_SERVICE, attributes }
}

// A name that is empty is none, as a variable that is empty is not set.
function named({ 'service.name': service, ...others }: AttributeMap): AttributeMap {
  return service === undefined || service === '' ? others : { ...others, 'service.name': service }
}

/**
 * The attributes in `OTEL_RESOURCE_ATTRIBUTES`: `key=value` pairs with commas between them, both
 * percent-encoded. A list that is malformed has none, as the specification demands,
 * and OpenTelemetry's `diag` is warned of it.
 */
export function parseResourceAttributes(text: string): Readonly<Record<string, string>> {
  const pairs = text.split(',').filter((pair) => pair.trim() !== '')
  try {
    return Object.fromEntries(pairs.map(parsePair))
  } catch (error) {
    if (!(error instanceof URIError)) throw error
    warnIgnored('OTEL_RESOURCE_ATTRIBUTES', text, 'a list of key=value, percent-encoded')
    return {}
  }
}

const UNKNOWN_SERVICE = 'unknown_service:node'

const DETECTED: AttributeMap = {
  'service.name': UNKNOWN_SERVICE,
  'service.instance.id': crypto.randomUUID(),
  'host.name': hostname(),
  'host.arch': toOtelArch(arch()),
  'os.type': type().toLowerCase().replace(/_nt$/, ''),
  'process.pid': process.pid,
  'process.runtime.name': 'nodejs',
  'process.runtime.version': process.versions.node,
}

function parsePair(pair: string): readonly [key: string, value: string] {
  const at = pair.indexOf('=')
  if (at <= 0) throw new URIError(`no key in ${pair}`)
  const [key, value] = [pair.slice(0, at), pair.slice(at + 1)]
  return [decodeURIComponent(key.trim()), decodeURIComponent(value.trim())]
}

// The names that OpenTelemetry's conventions have for processors.
function toOtelArch(name: string): string {
  return { x64: 'amd64', arm: 'arm32', ppc: 'ppc32' }[name] ?? name
}

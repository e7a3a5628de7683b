import type { AttributeMap } from '@hopscope/observe/otlp'
import type { Signal } from '../../otlp-http/signal.ts'
import { FieldReader } from '../dagnats/field-reader.ts'
import { hasLongNumber, parseObject } from '../dagnats/parse-object.ts'

/** Why a text cannot be read. */
export interface Unreadable {
  readonly undecodable: string
}

/** How the texts of one signal are read. */
export interface TextFormat<Data, Made> {
  readonly signal: Signal
  /** Reads a request of OTLP; `undefined` when it is malformed. */
  readonly parseOtlp: (json: string | AttributeMap) => Data | undefined
  /** Reads a record of DagNats; `undefined` when it is of neither generation. */
  readonly readRecord: (reader: FieldReader, service: string) => Made | undefined
}

/**
 * Reads a text in JSON: a request of OTLP, or else a record of DagNats.
 *
 * @param service whose record it is if the record does not say
 */
export function readText<Data, Made>(
  text: string,
  service: string,
  format: TextFormat<Data, Made>,
): Data | Made | Unreadable {
  // Requests begin with their only member, and their parser is the quicker one for all but exact ints.
  const [, first] = START.exec(text) ?? []
  if (first === MEMBERS[format.signal] && !hasLongNumber(text)) return readOtlp(text, format)

  const fields = parseObject(text)
  if (fields === undefined) return { undecodable: 'it is no object of JSON, or not all of one' }
  const member = OTLP_MEMBERS.find((each) => Object.hasOwn(fields, each))
  if (member === undefined) return readRecord(fields, service, format)
  if (member === MEMBERS[format.signal]) return readOtlp(fields, format)
  return { undecodable: `it holds ${member}, and its subject is for ${format.signal}` }
}

const MEMBERS: Readonly<Record<Signal, string>> = {
  traces: 'resourceSpans',
  logs: 'resourceLogs',
  metrics: 'resourceMetrics',
}

const OTLP_MEMBERS = Object.values(MEMBERS)
const START = /^\s*\{\s*"(resource(?:Spans|Logs|Metrics))"\s*:/

function readOtlp<Data, Made>(
  json: string | AttributeMap,
  { signal, parseOtlp }: TextFormat<Data, Made>,
): Data | Unreadable {
  return parseOtlp(json) ?? { undecodable: `it holds ${MEMBERS[signal]} that are not OTLP` }
}

function readRecord<Data, Made>(
  fields: AttributeMap,
  service: string,
  format: TextFormat<Data, Made>,
): Made | Unreadable {
  const reader = new FieldReader(fields)
  const made = format.readRecord(reader, service)
  if (made === undefined) {
    return { undecodable: `it is neither OTLP nor a record of DagNats for ${format.signal}` }
  }
  return reader.fault === undefined ? made : { undecodable: reader.fault }
}

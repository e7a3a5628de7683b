import { SpanKind } from '@opentelemetry/api'
import type { ServerAttributes } from '../connection/server-attributes.ts'
import type { SpanHead } from '../connection/span-heads.ts'
import { ATTRIBUTE } from '../names/attributes.ts'
import type { SubjectName } from '../names/subject-names.ts'
import type { Source } from './source.ts'

/** What the spans of messages from a source have in common that are named after `subject`. */
export function makeProcessHead(
  source: Source,
  { display, label, template }: SubjectName,
  { ofSpans }: ServerAttributes,
): SpanHead {
  // What all messages of a source without wildcards are sent to, as a rule.
  const destination = template === undefined ? label : undefined
  return {
    name: `process ${display}`,
    kind: SpanKind.CONSUMER,
    attributes: {
      ...ofSpans,
      [ATTRIBUTE.operationName]: 'process',
      [ATTRIBUTE.operationType]: 'process',
      ...(destination !== undefined && { [ATTRIBUTE.destinationName]: destination }),
      ...source.attributes,
      ...(template !== undefined && { [ATTRIBUTE.destinationTemplate]: template }),
    },
    destination,
  }
}

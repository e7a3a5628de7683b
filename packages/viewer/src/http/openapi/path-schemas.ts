import { boolean, integer, list, number, object, ref, string, words } from './schema.ts'
import type { Schemas } from './schema.ts'

/** What is known of the way of messages: their journeys, and the map. */
export const PATH_SCHEMAS: Schemas = {
  JourneyView: object({ messages: list(ref('JourneyMessage')) }),
  JourneyMessage: object(
    {
      subject: string,
      row: integer,
      publisher: string,
      publishedNs: number,
      type: words('message', 'reply', 'dead-letter'),
      hops: list(ref('JourneyHop')),
      stores: list(ref('JourneyStore')),
      receivers: list(ref('JourneyReceiver')),
      stops: list(string),
    },
    { isDryRun: boolean },
  ),
  JourneyHop: object(
    {
      row: integer,
      server: string,
      by: words('client', 'route', 'gateway', 'leafnode', 'account', 'jetstream', 'other'),
      from: integer,
      startNs: number,
    },
    { cluster: string, account: string, error: string },
  ),
  JourneyStore: object(
    {
      row: integer,
      stream: string,
      outcome: words(
        'stored',
        'duplicate',
        'rejected',
        'no interest',
        'would store',
        'would reject',
        'unknown',
      ),
      atNs: number,
    },
    { reason: string, sequence: integer },
  ),
  JourneyReceiver: object(
    { service: string, attempts: list(ref('JourneyAttempt')) },
    {
      consumer: string,
      stream: string,
      deadLetter: object({ row: integer }, { reason: string, stream: string }),
    },
  ),
  JourneyAttempt: object(
    {
      row: integer,
      number: integer,
      startNs: number,
      durationNs: number,
      waitedNs: number,
      outcome: words('ack', 'nak', 'term', 'timeout', 'open', 'none'),
    },
    { error: string },
  ),
  TopologyView: object(
    {
      servers: list(ref('MapServer')),
      links: list(ref('MapLink')),
      clients: list(ref('MapClient')),
      streams: list(ref('MapStream')),
      steps: list(ref('MapStep')),
    },
    { newestTraces: integer, coverage: ref('Coverage') },
  ),
  MapServer: object(
    { name: string, isLeaf: boolean, accounts: list(string), messages: integer, errors: integer },
    { cluster: string, domain: string, version: string, isSilent: boolean },
  ),
  MapLink: object(
    {
      from: string,
      to: string,
      kind: words('route', 'gateway', 'leafnode', 'account', 'other'),
      messages: integer,
    },
    { p50Ms: number, p95Ms: number },
  ),
  MapClient: object({ service: string, server: string, published: integer, received: integer }),
  MapStream: object({ stream: string, server: string, messages: integer }),
  MapStep: object(
    { row: integer, atNs: number, type: words('publish', 'hop', 'store', 'deliver'), to: string },
    { from: string, error: string },
  ),
}

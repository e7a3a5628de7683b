import {
  JetStreamApiCodes,
  JetStreamApiError,
  type ConsumerConfig,
  type ConsumerInfo,
  type JetStreamManager,
} from '@nats-io/jetstream'
import type { Difference } from '../service/problem.ts'
import type { NamedConsumerConfig } from './consumer-defaults.ts'
import { differences } from './differences.ts'
import { PROVISION_HINT, provisionFailed } from './provision-failed.ts'

/** A durable consumer that is to be there. */
export interface WantedConsumer {
  readonly stream: string
  /** What it is made with if it is missing, but for {@link asked}. */
  readonly defaults: NamedConsumerConfig
  /** What the application asks for. */
  readonly asked: Partial<ConsumerConfig>
  readonly mode: 'create' | 'update' | 'bind'
  /** Whether the handlers say what it takes; then it takes what they say now. */
  readonly followsHandlers: boolean
}

/** A consumer that is there. */
export interface EnsuredConsumer {
  readonly info: ConsumerInfo
  /** What it has other than it was asked for. */
  readonly differences: readonly Difference[]
}

/**
 * Sees to it that a durable consumer is there. One that exists is left as it was found, but for what
 * it takes where that follows the handlers.
 *
 * @throws {@link TransportError} PROVISION_FAILED if it is not there and cannot be made
 */
export async function ensureConsumer(
  { consumers }: JetStreamManager,
  { stream, defaults, asked, mode, followsHandlers }: WantedConsumer,
): Promise<EnsuredConsumer> {
  const name = defaults.durable_name
  const wanted = { ...defaults, ...asked, name, durable_name: name }
  const found = await find()
  if (found) return adopt(found)
  if (mode === 'bind') {
    const what = `consumer ${name} of stream ${stream} does not exist`
    throw provisionFailed(what, undefined, PROVISION_HINT.missing)
  }
  try {
    return { info: await consumers.add(stream, wanted), differences: [] }
  } catch (error) {
    // Another instance of the service was faster, with other options.
    const made = await find()
    if (made) return adopt(made)
    throw provisionFailed(`consumer ${name} cannot be created`, error, PROVISION_HINT.refused)
  }

  async function find(): Promise<ConsumerInfo | undefined> {
    try {
      return await consumers.info(stream, name)
    } catch (error) {
      if (isNotFound(error)) return undefined
      throw provisionFailed(`consumer ${name} cannot be looked up`, error, PROVISION_HINT.refused)
    }
  }

  async function adopt(info: ConsumerInfo): Promise<EnsuredConsumer> {
    const filter = followsHandlers ? filterOf(wanted) : {}
    const wantedHere = { ack_policy: wanted.ack_policy, ...asked, ...filter }
    const different = differences(wantedHere, info.config)
    const changed = different.filter(({ field }) => mode === 'update' || field in filter)
    if (mode === 'bind' || changed.length === 0) return { info, differences: different }

    const changes = Object.fromEntries(changed.map(({ field, wanted }) => [field, wanted]))
    try {
      const updated = await consumers.update(stream, name, {
        ...info.config,
        ...filter,
        ...changes,
      })
      return { info: updated, differences: differences(wantedHere, updated.config) }
    } catch {
      // What it is that NATS does not change is told by the differences that are left.
      return { info, differences: different }
    }
  }
}

// Both fields, since one takes the place of the other.
function filterOf({
  filter_subject,
  filter_subjects,
}: NamedConsumerConfig): Partial<ConsumerConfig> {
  return filter_subjects
    ? { filter_subject: '', filter_subjects }
    : { filter_subject: filter_subject ?? '', filter_subjects: [] }
}

function isNotFound(error: unknown): boolean {
  if (!(error instanceof JetStreamApiError)) return false
  const { ConsumerNotFound, StreamNotFound } = JetStreamApiCodes
  return error.code === ConsumerNotFound || error.code === StreamNotFound
}

import { StorageType, StoreCompression, type StreamConfig } from '@nats-io/jetstream'
import { nanos } from '@nats-io/nats-core'
import { TELEMETRY_SUBJECTS } from '../subjects.ts'
import type { ResolvedStreamOptions } from './telemetry-stream-options.ts'

/** What a server is asked to make of options. */
export function streamConfig(
  options: ResolvedStreamOptions,
): Partial<StreamConfig> & { name: string } {
  const { name, storage, compression, cluster = '', tags } = options
  return {
    name,
    subjects: [TELEMETRY_SUBJECTS],
    storage: storage === 'file' ? StorageType.File : StorageType.Memory,
    max_age: Math.round(nanos(options.maxAgeMs)),
    max_bytes: options.maxBytes,
    max_msgs: options.maxMessages,
    max_msg_size: options.maxMessageBytes,
    duplicate_window: Math.round(nanos(options.duplicateWindowMs)),
    num_replicas: options.replicas,
    compression: compression === 's2' ? StoreCompression.S2 : StoreCompression.None,
    ...((cluster !== '' || tags.length > 0) && { placement: { cluster, tags: [...tags] } }),
  }
}

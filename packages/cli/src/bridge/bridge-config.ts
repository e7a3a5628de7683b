import { type BridgeConfig } from '@hopscope/telemetry/bridge'
import { CliError } from '../cli-error.ts'
import { type JetStreamAccess } from '../connect/jetstream-access.ts'
import { type BackendChoice } from './backend-options.ts'
import { type BridgeFlags } from './bridge-flags.ts'

/**
 * What a bridge is told of a command line.
 *
 * @throws {CliError} ARGUMENT_INVALID if JetStream is to be reached by a prefix
 */
export function bridgeConfig(
  flags: BridgeFlags,
  { backend, signals }: BackendChoice,
  { domain, apiPrefix }: JetStreamAccess,
): BridgeConfig {
  if (apiPrefix !== undefined) throw noPrefix()
  const { stream, durable, fallbackService, batchSize, maxBatchBytes, flushInterval } = flags
  const { maxRequests, maxBytesInHand, maxAttempts, maxDeliveries, retryDelay } = flags
  const { outageBackoff, ackWait, maxAckPending, deadLetterStream, statsInterval, http } = flags
  return {
    backend,
    signals: flags.signals ?? signals,
    ...(domain !== undefined && { domain }),
    ...(stream !== undefined && { stream }),
    ...(durable !== undefined && { durable }),
    ...(fallbackService !== undefined && { fallbackService }),
    ...(batchSize !== undefined && { batchSize }),
    ...(maxBatchBytes !== undefined && { maxBatchBytes }),
    ...(flushInterval !== undefined && { flushIntervalMs: flushInterval }),
    ...(maxRequests !== undefined && { maxRequests }),
    ...(maxBytesInHand !== undefined && { maxBytesInHand }),
    ...(maxAttempts !== undefined && { maxAttempts }),
    ...(maxDeliveries !== undefined && { maxDeliveries }),
    ...(retryDelay !== undefined && { retryDelayMs: retryDelay }),
    ...(outageBackoff !== undefined && { outageBackoffMs: outageBackoff }),
    ...(ackWait !== undefined && { ackWaitMs: ackWait }),
    ...(maxAckPending !== undefined && { maxAckPending }),
    ...(deadLetterStream !== undefined && { deadLetterStream }),
    ...(statsInterval !== undefined && { statsIntervalMs: statsInterval }),
    ...(http !== undefined && { http }),
  }
}

function noPrefix(): CliError {
  return new CliError('ARGUMENT_INVALID', 'a bridge does not reach JetStream by --js-api-prefix', {
    hint: 'name the domain with --js-domain, or connect to a server of that account',
  })
}

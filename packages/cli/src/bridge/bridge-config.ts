import type { BridgeConfig, Signal } from '@hopscope/telemetry/bridge'
import { CliError } from '../cli-error.ts'
import type { JetStreamAccess } from '../connect/jetstream-access.ts'
import type { BackendChoice } from './backend-options.ts'
import type { BridgeFlags } from './bridge-flags.ts'

/**
 * What a bridge is told of a command line.
 *
 * @throws {CliError} ARGUMENT_INVALID if JetStream is to be reached by a prefix, or a signal that is
 *   asked for has no endpoint
 */
export function bridgeConfig(
  flags: BridgeFlags,
  { backend, signals }: BackendChoice,
  { domain, apiPrefix }: JetStreamAccess,
): BridgeConfig {
  if (apiPrefix !== undefined) throw noPrefix()
  const homeless = flags.signals?.find((signal) => !signals.includes(signal))
  if (homeless !== undefined) throw noEndpointFor(homeless)
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

// The library would send it to this machine.
function noEndpointFor(signal: Signal): CliError {
  return new CliError('ARGUMENT_INVALID', `there is no backend to send ${signal} to`, {
    hint: `name one with --endpoint or --${signal}-endpoint, or leave ${signal} out of --signals`,
  })
}

function noPrefix(): CliError {
  return new CliError('ARGUMENT_INVALID', 'a bridge does not reach JetStream by --js-api-prefix', {
    hint: 'name the domain with --js-domain, or connect to a server of that account',
  })
}

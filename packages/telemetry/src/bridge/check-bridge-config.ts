import { Backend } from '../otlp-http/index.ts'
import { resolveConfig, type BridgeConfig } from './bridge-config.ts'

/**
 * Checks what a bridge is told, as `startBridge` does, before there is a connection.
 *
 * @throws {@link TelemetryError} OPTION_INVALID if a setting is out of its range, or an endpoint no URL
 */
export function checkBridgeConfig(config: BridgeConfig): void {
  const { backend } = resolveConfig(config)
  // It opens nothing before there is something to send.
  void new Backend(backend).close()
}

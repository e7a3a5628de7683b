import { startBridge } from '@hopscope/telemetry/bridge'
import { connect } from '@nats-io/transport-node'
import { obey } from '../process/obey.ts'
import type { BridgeDialog, BridgeSettings } from './chaos-bridge.ts'

/** A bridge in a process of its own, so that it can be killed. */
await obey<BridgeDialog>(async (settings) => {
  const { servers, config }: BridgeSettings = JSON.parse(settings)
  const connection = await connect({
    servers: [...servers],
    maxReconnectAttempts: -1,
    reconnectTimeWait: 100,
    waitOnFirstConnect: true,
  })
  const problems: string[] = []
  const bridge = await startBridge(connection, {
    ...config,
    onEvent: (event) => {
      if (event.kind === 'problem') problems.push(event.message)
    },
  })
  return async ({ kind }) => {
    if (kind === 'stop') await bridge.stop()
    return { figures: bridge.figures(), problems }
  }
})

import { startNatsServer } from '@hopscope/nats-server'
import { ensureTelemetryStream } from '@hopscope/telemetry'
import { connect, credsAuthenticator } from '@nats-io/transport-node'
import { expect, test } from 'vitest'
import { nscSetup } from '../../../packages/cli/src/stream/nsc-setup.ts'
import { guideBlocks } from './guide-blocks.ts'
import { sampled, storedSubjects } from './guide-world.ts'
import { operatorMode } from './operator-mode.ts'

test('the claims on the page have the hops of the account stored', async () => {
  const block = guideBlocks().find(({ code }) => code.includes('"trace":'))
  const { config, creds } = operatorMode(JSON.parse(block?.code ?? ''))
  await using server = await startNatsServer({ config })
  await using connection = await connect({
    servers: server.url,
    authenticator: credsAuthenticator(new TextEncoder().encode(creds)),
  })
  await ensureTelemetryStream(connection)

  connection.publish('orders.new', '', { headers: sampled() })

  await expect.poll(() => storedSubjects(connection)).toEqual({ 'telemetry.hops': 1 })
})

test('the commands for nsc are those that hopscope stream setup prints', () => {
  const printed = nscSetup({ accounts: ['APP'] }).replaceAll(/^#.*\n/gm, '')

  expect(guideBlocks().map(({ code }) => code)).toContain(printed)
})

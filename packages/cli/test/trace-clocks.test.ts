import { startCluster, type Cluster } from '@hopscope/nats-server'
import { connect, type NatsConnection } from '@nats-io/transport-node'
import { readFile, writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { runInFake } from './run-in-fake.ts'
import { temporaryFolder, type TemporaryFolder } from './temporary-folder.ts'

let cluster: Cluster
let printer: NatsConnection
let folder: TemporaryFolder

beforeAll(async () => {
  folder = await temporaryFolder()
  cluster = await startCluster({ size: 2, jetstream: false })
  printer = await connect({ servers: cluster.server('C1N2').url, name: 'printer' })
  printer.subscribe('orders.new')
  await printer.flush()
  const args = ['trace', 'orders.new', '-s', cluster.server('C1N1').url]
  const save = ['--save', folder.file('true.json')]
  const isKnown = async () =>
    expect(await runInFake([...args, ...save])).toMatchObject({ exitCode: 0 })
  await vi.waitFor(isKnown, { timeout: 15_000 })
  await saveWithClock(HOUR_MS, 'ahead.json')
  await saveWithClock(-HOUR_MS, 'behind.json')
  await writeFile(folder.file('behind.ndjson'), (await replay('behind.json', '--ndjson')).stdout)
})

afterAll(async () => {
  await printer.close()
  await cluster.stop()
  await folder[Symbol.asyncDispose]()
})

const HOUR_MS = 3_600_000

test('clocks that nothing speaks against are trusted', async () => {
  expect(await linkIn('true.json')).toEqual({ clock: 'trusted', latencyMs: expect.any(Number) })
})

test.each(['ahead.json', 'behind.json'])(
  'a clock that is an hour %s is set right',
  async (file) => {
    const link = await linkIn(file)

    expect(link).toMatchObject({ clock: 'bounded' })
    expect(link.latencyMs).toBeGreaterThanOrEqual(0)
    expect(link.latencyMs).toBeLessThan(1000)
    expect(link.uncertaintyMs).toBeGreaterThan(0)
    expect(link.uncertaintyMs).toBeLessThan(1000)
  },
)

test('without times of arrival, a message that came before it was sent has no time', async () => {
  expect(await linkIn('behind.ndjson')).toEqual({ clock: 'skewed' })
})

test('a clock that is ahead fails no check of times', async () => {
  expect(await replay('ahead.json', '--expect', 'max-latency=10s')).toMatchObject({
    exitCode: 0,
    stderr: '',
  })
})

test('a time that is too near to the limit to tell is a warning', async () => {
  expect(await replay('ahead.json', '--expect', 'max-latency=1ns')).toMatchObject({
    exitCode: 0,
    stderr: expect.stringMatching(
      /^warning: clocks differ, and a link may be above 0.000001 ms: C1N1 → C1N2 [\d.]+ ms ±[\d.]+ ms\n$/,
    ),
  })
})

test('a time of which nothing is known fails a check of times', async () => {
  expect(await replay('behind.ndjson', '--expect', 'max-latency=10s')).toMatchObject({
    exitCode: 1,
    stderr:
      'error: expected no link above 10000 ms, got C1N1 → C1N2 unknown, their clocks differ\n',
  })
})

test.each(['ahead.json', 'behind.json', 'behind.ndjson'])(
  'a link is no slower because of the clocks of %s',
  async (file) => {
    const files = [folder.file('true.json'), folder.file(file)]

    expect(await runInFake(['trace', '--diff', ...files])).toEqual({
      exitCode: 0,
      stdout: 'the traces do not differ\n',
      stderr: '',
    })
  },
)

function replay(file: string, ...args: readonly string[]) {
  return runInFake(['trace', '--replay', folder.file(file), ...args])
}

async function linkIn(file: string) {
  const { servers } = JSON.parse((await replay(file, '--json')).stdout)
  return servers[1].link
}

/** Keeps the trace as it would be if the clock of the second server went wrong. */
async function saveWithClock(aheadMs: number, name: string): Promise<void> {
  const { events, ...trace } = JSON.parse(await readFile(folder.file('true.json'), 'utf8'))
  const shifted = events.map(({ event, ...arrival }: { readonly event: ServerEvent }) => ({
    ...arrival,
    event: event.server.name === 'C1N2' ? shift(event, aheadMs) : event,
  }))
  await writeFile(folder.file(name), JSON.stringify({ ...trace, events: shifted }))
}

interface ServerEvent {
  readonly server: { readonly name: string }
}

function shift(event: ServerEvent, byMs: number): unknown {
  return JSON.parse(JSON.stringify(event), (key, value: unknown) =>
    typeof value === 'string' && (key === 'ts' || key === 'time') ? later(value, byMs) : value,
  )
}

// A Date has no nanoseconds.
function later(time: string, byMs: number): string {
  const [, second = '', fraction = '', zone = ''] = /^(.{19})(\.\d+)?(.+)$/.exec(time) ?? []
  const moved = new Date(Date.parse(second + zone) + byMs).toISOString()
  return `${moved.slice(0, 19)}${fraction}Z`
}

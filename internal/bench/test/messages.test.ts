import { expect, test } from 'vitest'
import { benchConsume } from '../src/consume/bench-consume.ts'
import { benchJetStream } from '../src/jetstream/bench-jetstream.ts'
import { benchPublish } from '../src/publish/bench-publish.ts'
import type { Ratio } from '../src/ratio.ts'

test('publish gives a ratio to each thing that it is measured against', async () => {
  const ratios = await benchPublish({ slices: 2 }, { messagesPerSlice: 200 })

  expect(namesOf(ratios)).toEqual([
    'publish: bare / ours',
    'publish: one header / ours',
    'publish: OpenTelemetry / ours',
  ])
  expect(ratios.every(isMeasured)).toBe(true)
})

test('consume gives a ratio to each thing that it is measured against', async () => {
  const ratios = await benchConsume({ slices: 2 }, { messagesPerSlice: 200 })

  expect(namesOf(ratios)).toEqual([
    'consume: bare / ours',
    'consume: one header / ours',
    'consume: OpenTelemetry / ours',
  ])
  expect(ratios.every(isMeasured)).toBe(true)
})

test('jetstream gives a ratio for a publish, a callback and a loop', async () => {
  const ratios = await benchJetStream(
    { slices: 2 },
    { publishedPerSlice: 600, consumedPerSlice: 200 },
  )

  expect(namesOf(ratios)).toEqual([
    'jetstream: publish, bare / ours',
    'jetstream: callback, bare / ours',
    'jetstream: iterator, bare / ours',
  ])
  expect(ratios.every(isMeasured)).toBe(true)
})

function namesOf(ratios: readonly Ratio[]): readonly string[] {
  return ratios.map(({ name }) => name)
}

function isMeasured({ ratio, runs }: Ratio): boolean {
  return ratio > 0 && runs === 2
}

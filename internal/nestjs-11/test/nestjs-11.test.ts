import '../src/resolve.ts'
import { readdirSync } from 'node:fs'
import { JetstreamContext } from '@hopscope/nestjs'
import { BaseRpcContext } from '@nestjs/microservices'
import manifest from '@nestjs/microservices/package.json' with { type: 'json' }
import { expect, test } from 'vitest'

test('the tests of this folder run with NestJS 11', () => {
  expect(Object.getPrototypeOf(JetstreamContext)).toBe(BaseRpcContext)
  expect(manifest.version).toMatch(/^11\./)
})

test("every test of the package runs here too, but those of NestJS 12's own transport", () => {
  const here = testsIn('.').filter((file) => file !== 'nestjs-11.test.ts')
  const there = testsIn('../../../packages/nestjs/test')

  expect([...here, 'nest-nats.test.ts'].toSorted()).toEqual(there.toSorted())
})

function testsIn(folder: string): readonly string[] {
  return readdirSync(new URL(folder, import.meta.url)).filter((file) => file.endsWith('.test.ts'))
}

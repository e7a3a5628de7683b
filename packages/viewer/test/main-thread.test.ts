import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

test('only the worker has the database: Node 22 would warn of it whoever opens a viewer', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--conditions=@hopscope/source',
    '--input-type=module',
    '--eval',
    `import { registerHooks } from 'node:module'
     registerHooks({
       resolve(specifier, context, next) {
         if (specifier === 'node:sqlite') console.log(context.parentURL)
         return next(specifier, context)
       },
     })
     await import(${JSON.stringify(new URL('../src/index.ts', import.meta.url).href)})`,
  ])

  expect(stdout).toBe('')
})

import '../src/resolve.ts'

process.env['NODE_OPTIONS'] = `--import=${import.meta.resolve('../src/resolve.ts')}`
await import('../../../packages/nestjs/test/signal.test.ts')

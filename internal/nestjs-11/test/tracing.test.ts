import '../src/resolve.ts'
import '../../../packages/nestjs/test/tracing.test.ts'

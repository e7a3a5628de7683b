import '../src/resolve.ts'
import '../../../packages/nestjs/test/context.test.ts'

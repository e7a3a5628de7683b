import '../src/resolve.ts'
import '../../../packages/nestjs/test/shutdown.test.ts'

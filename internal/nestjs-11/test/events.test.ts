import '../src/resolve.ts'
import '../../../packages/nestjs/test/events.test.ts'

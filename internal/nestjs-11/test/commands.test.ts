import '../src/resolve.ts'
import '../../../packages/nestjs/test/commands.test.ts'

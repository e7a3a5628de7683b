import '../src/resolve.ts'
import '../../../packages/nestjs/test/module.test.ts'

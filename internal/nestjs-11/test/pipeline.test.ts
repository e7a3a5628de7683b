import '../src/resolve.ts'
import '../../../packages/nestjs/test/pipeline.test.ts'

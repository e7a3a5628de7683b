// An application in a process of its own: it prints what happens, one word a line.
import { JetstreamModule } from '@hopscope/nestjs'
import { controllerOf, listen, moduleOf, onEvent } from './nest-app.ts'

const [servers = ''] = process.argv.slice(2)
const controller = controllerOf(
  onEvent('order.created', async () => {
    print('handling')
    await new Promise((resolve) => process.once('SIGTERM', resolve))
    await new Promise(setImmediate)
    print('handled')
  }),
)
const imports = [JetstreamModule.forRoot({ name: 'orders', servers, tracing: false })]
const app = await listen(moduleOf({ imports, controllers: [controller] }))
app.enableShutdownHooks()
print('listening')

function print(word: string): void {
  process.stdout.write(`${word}\n`)
}

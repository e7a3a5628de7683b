import type { OrderedConsumerOptions } from '@nats-io/jetstream'
import { commandQueueOf, streamOf, subjectPrefixOf } from '../names/index.ts'
import { coreCommandHandling } from './core-commands.ts'
import { CoreWorker } from './core-worker.ts'
import { handledSubjects } from './handled-subjects.ts'
import { orderedHandling } from './handle-ordered.ts'
import { OrderedWorker } from './ordered-worker.ts'
import { routesOf } from './routes.ts'
import { orderedSources, queueSources } from './sources.ts'
import { startDurable } from './start-durable.ts'
import type { NamedWorker, WorkPlace } from './work-place.ts'

/** Starts a worker for each kind of message that there are handlers for. */
export function startWorkers(place: WorkPlace): readonly NamedWorker[] {
  const { consumers, settings } = place
  const { commands, ordered, rpc } = settings
  const workers = Array.from(consumers, ([kind, info]) => startDurable(place, kind, info)).flat()
  if (ordered.size > 0) workers.push({ kind: 'ordered', worker: startOrdered(place) })
  if (commands.size > 0 && rpc.mode === 'core') {
    workers.push({ kind: 'rpc', worker: startCore(place) })
  }
  return workers
}

function startOrdered({ connection, jetstream, manager, settings }: WorkPlace): OrderedWorker {
  const { name, ordered, consumers, tell } = settings
  const { deliver_policy, opt_start_seq, opt_start_time } = consumers.ordered ?? {}
  const stream = streamOf('ordered', name)
  const subjects = handledSubjects(settings, 'ordered')
  const options: Partial<OrderedConsumerOptions> = {
    filter_subjects: [...subjects],
    ...(deliver_policy && { deliver_policy }),
    ...(opt_start_seq !== undefined && { opt_start_seq }),
    ...(opt_start_time !== undefined && { opt_start_time }),
  }
  return new OrderedWorker({
    connection,
    jetstream,
    manager,
    stream,
    options,
    sources: orderedSources(stream, subjects),
    handling: orderedHandling(settings, routesOf('ordered', name, ordered)),
    tell,
  })
}

function startCore({ connection, settings }: WorkPlace): CoreWorker {
  const { name, commands, rpc } = settings
  const subject = `${subjectPrefixOf('rpc', name)}.>`
  const queue = commandQueueOf(name)
  const routes = routesOf('rpc', name, commands)
  return new CoreWorker({
    connection,
    subject,
    queue,
    concurrency: rpc.concurrency,
    sources: queueSources(subject, queue, handledSubjects(settings, 'rpc')),
    handling: coreCommandHandling(connection, settings, routes),
    tell: settings.tell,
  })
}

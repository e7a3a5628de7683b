// A service of nestjs-jetstream, as its documentation has it, but for decorators being called as
// functions. It tells of what it does in JSON, a line each, and takes what to send on stdin.
//
// Usage: NESTJS_JETSTREAM=<folder of its installation> node peer.cjs <url of the server> <rpc mode>
'use strict'

const { createRequire } = require('node:module')
const { join } = require('node:path')
const { createInterface } = require('node:readline')

const load = createRequire(join(process.env.NESTJS_JETSTREAM, 'package.json'))
const [url, mode] = process.argv.slice(2)

startTracing()
load('reflect-metadata')
const { Controller, Module } = load('@nestjs/common')
const { NestFactory } = load('@nestjs/core')
const nest = load('@nestjs/microservices')
const { lastValueFrom } = load('rxjs')
const jetstream = load('@horizon-republic/nestjs-jetstream')
void start()

async function start() {
  const app = await NestFactory.create(applicationModule(), { logger: ['error'] })
  app.connectMicroservice({ strategy: app.get(jetstream.JetstreamStrategy) })
  await app.startAllMicroservices()
  await app.init()
  const client = app.get(jetstream.getClientToken('o'))
  createInterface({ input: process.stdin })
    .on('line', (line) => void send(client, JSON.parse(line)))
    .on('close', () => void app.close().finally(() => process.exit(0)))
  tell({ ready: true })
}

async function send(client, { operation, pattern, data }) {
  try {
    const answer = await lastValueFrom(client[operation](pattern, data), { defaultValue: null })
    tell({ answer })
  } catch (error) {
    tell({ failure: error instanceof Error ? { message: error.message } : error })
  }
}

function applicationModule() {
  const { JetstreamModule } = jetstream
  const small = { stream: { max_bytes: 50_000_000 } }
  function Application() {}
  Module({
    imports: [
      JetstreamModule.forRoot({
        name: 'n',
        servers: [url],
        dlq: small,
        events: small,
        broadcast: small,
        ordered: small,
        rpc: mode === 'jetstream' ? { mode, timeout: 1200, ...small } : { mode },
      }),
      JetstreamModule.forFeature({ name: 'o' }),
    ],
    controllers: [controller()],
  })(Application)
  return Application
}

function controller() {
  class Orders {
    created(data, context) {
      tell({ handled: 'orders.created', data, caller: context.getCallerName() })
    }

    doomed() {
      throw new nest.RpcException({ code: 'OUT_OF_STOCK', message: 'none left' })
    }

    updated(data, context) {
      tell({ handled: 'config.updated', data, caller: context.getCallerName() })
    }

    get(data) {
      return { id: data.id, ok: true }
    }

    nothing() {}

    fail() {
      throw new nest.RpcException({ code: 'NOT_FOUND', message: 'Order not found' })
    }

    bare() {
      throw new Error('a secret')
    }
  }
  const { Ctx, EventPattern, MessagePattern, Payload } = nest
  for (const [method, decorate] of [
    ['created', EventPattern('orders.created')],
    ['doomed', EventPattern('orders.doomed')],
    ['updated', EventPattern('config.updated', { broadcast: true })],
    ['get', MessagePattern('get.order')],
    ['nothing', MessagePattern('get.void')],
    ['fail', MessagePattern('fail.rpcobj')],
    ['bare', MessagePattern('fail.error')],
  ]) {
    const { prototype } = Orders
    Payload()(prototype, method, 0)
    Ctx()(prototype, method, 1)
    decorate(prototype, method, Object.getOwnPropertyDescriptor(prototype, method))
  }
  Controller()(Orders)
  return Orders
}

function startTracing() {
  const { context, propagation, trace } = load('@opentelemetry/api')
  const { AsyncLocalStorageContextManager } = load('@opentelemetry/context-async-hooks')
  const core = load('@opentelemetry/core')
  const { BasicTracerProvider, SimpleSpanProcessor } = load('@opentelemetry/sdk-trace-base')
  const exporter = {
    export(spans, done) {
      for (const span of spans) tell({ span: toSpan(span) })
      done({ code: core.ExportResultCode.SUCCESS })
    },
    shutdown: async () => {},
  }
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
  propagation.setGlobalPropagator(
    new core.CompositePropagator({
      propagators: [new core.W3CTraceContextPropagator(), new core.W3CBaggagePropagator()],
    }),
  )
  trace.setGlobalTracerProvider(
    new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }),
  )
}

function toSpan(span) {
  const { traceId, spanId } = span.spanContext()
  return { name: span.name, traceId, spanId, parentSpanId: span.parentSpanContext?.spanId }
}

function tell(line) {
  process.stdout.write(`${JSON.stringify(line)}\n`)
}

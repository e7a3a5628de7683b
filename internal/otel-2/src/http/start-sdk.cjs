// NodeSDK as an application has it, with HTTP and NATS instrumented; spans go to stdout, a line each.
const { NatsInstrumentation } = require('@hopscope/nats')
const { HttpInstrumentation } = require('@opentelemetry/instrumentation-http')
const { NodeSDK } = require('@opentelemetry/sdk-node')
const { SimpleSpanProcessor } = require('@opentelemetry/sdk-trace-base')

const exporter = {
  export(spans, done) {
    for (const span of spans) process.stdout.write(`${JSON.stringify(toLine(span))}\n`)
    done({ code: 0 })
  },
  shutdown: async () => {},
}

function toLine(span) {
  return {
    name: span.name,
    traceId: span.spanContext().traceId,
    spanId: span.spanContext().spanId,
    parentSpanId: span.parentSpanContext?.spanId,
    links: span.links.map(({ context }) => context),
  }
}

exports.startSdk = (serviceName) => {
  const sdk = new NodeSDK({
    serviceName,
    spanProcessors: [new SimpleSpanProcessor(exporter)],
    instrumentations: [new HttpInstrumentation(), new NatsInstrumentation()],
  })
  sdk.start()
}

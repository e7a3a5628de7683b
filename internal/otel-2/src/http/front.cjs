// An HTTP server in CommonJS that hands its work on by NATS. Usage: node front.cjs NATS_URL.
const { startSdk } = require('./start-sdk.cjs')
startSdk('front')

const http = require('node:http')
const { jetstream } = require('@nats-io/jetstream')
const { Kvm } = require('@nats-io/kv')
const { connect } = require('@nats-io/transport-node')

void main(process.argv[2])

async function main(servers) {
  const connection = await connect({ servers })
  const jobs = await new Kvm(connection).open('jobs')
  const handlers = {
    '/publish': () => jetstream(connection).publish('work.job', 'paint'),
    '/request': () => connection.request('ask.worker', 'paint'),
    '/kv': () => jobs.put('job', 'paint'),
  }
  const server = http.createServer((request, response) => {
    handlers[request.url]().then(
      () => response.end('ok'),
      (error) => response.writeHead(500).end(String(error)),
    )
  })
  server.listen(0, '127.0.0.1', () => {
    process.stdout.write(`${JSON.stringify({ port: server.address().port })}\n`)
  })
}

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A backend that takes everything and keeps nothing; what it costs is not measured with what is. */
const server = createServer((request, response) => {
  request.resume()
  request.once('end', () => response.writeHead(200, ANSWER).end())
})
const ANSWER = { 'content-type': 'application/x-protobuf', 'content-length': '0' }

process.on('disconnect', () => process.exit())
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port))

import { createServer, type AddressInfo } from 'node:net'

/** Ports of this machine that nobody listened on a moment ago. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const holders = Array.from({ length: count }, () => createServer())
  await Promise.all(
    holders.map((holder) => new Promise<void>((done) => holder.listen(0, '127.0.0.1', done))),
  )
  const ports = holders.map((holder) => (holder.address() as AddressInfo).port)
  await Promise.all(holders.map((holder) => new Promise((done) => holder.close(done))))
  return ports
}

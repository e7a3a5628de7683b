import { join } from 'node:path'

/** The lines every server has: its name, where it listens, and where it says so. */
export function baseConfig(name: string, port: number, dir: string): string {
  return [
    `server_name: ${quote(name)}`,
    `listen: "127.0.0.1:${port}"`,
    `http: "127.0.0.1:-1"`,
    `ports_file_dir: ${quote(dir)}`,
    `pid_file: ${quote(join(dir, 'nats-server.pid'))}`,
  ].join('\n')
}

/** The line that lets a server store streams below `dir`. */
export function jetstreamConfig(dir: string): string {
  // Allowed, not reserved. By default a server allows what is free on its disk: maybe little.
  return `jetstream { store_dir: ${quote(dir)}, max_mem: 256MB, max_file: 8GB }`
}

/** Writes a text as nats-server's configuration wants it. */
export function quote(text: string): string {
  return JSON.stringify(text)
}

import { startNatsServer, type NatsServer } from '@hopscope/nats-server'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A server that is killed and comes back, on the same port and with the same streams. */
export class RestartableServer implements AsyncDisposable {
  readonly url: string
  readonly #storeDir: string
  #server: NatsServer

  static async start(): Promise<RestartableServer> {
    const storeDir = await mkdtemp(join(tmpdir(), 'hopscope-store-'))
    return new RestartableServer(await startNatsServer({ storeDir }), storeDir)
  }

  private constructor(server: NatsServer, storeDir: string) {
    this.url = server.url
    this.#server = server
    this.#storeDir = storeDir
  }

  async kill(): Promise<void> {
    await this.#server.stop({ graceMs: 0 })
  }

  async comeBack(): Promise<void> {
    this.#server = await startNatsServer({ storeDir: this.#storeDir, port: this.#server.port })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill()
    await rm(this.#storeDir, { recursive: true, force: true })
  }
}

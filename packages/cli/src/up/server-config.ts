/**
 * Configuration of a nats-server on which every message with a sampled context is traced.
 *
 * A client needs no credentials, and neither does one of any other program of this machine.
 */
export const UP_CONFIG: string = `
accounts {
  SYS {}
  APP {
    jetstream: enabled
    users: [ { user: app, password: app } ]
    msg_trace: { dest: "telemetry.hops" }
  }
}
system_account: SYS
no_auth_user: app
`

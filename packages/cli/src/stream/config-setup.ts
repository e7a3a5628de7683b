import { HOPS_SUBJECT } from '@hopscope/telemetry'
import type { AccountSetup } from './account-setup.ts'

/** The set-up of accounts as a part of the configuration file of servers. */
export function configSetup({ accounts, central }: AccountSetup): string {
  const body =
    central === undefined
      ? accounts.map(own)
      : [...accounts.map(traced(central)), store(accounts, central)]
  return `# For the configuration of every server: add this to what each account has, then reload it
# (nats-server --signal reload); connections stay.
accounts {
${body.join('\n')}
}
${central === undefined ? OWN_NOTES : CENTRAL_NOTES}`
}

function own(account: string): string {
  return `  ${account} {
    jetstream: enabled
    # Servers tell of each message with a sampled traceparent here, and the stream stores it.
    msg_trace { dest: "${HOPS_SUBJECT}", sampling: 100 }
  }`
}

function traced(central: string): (account: string) => string {
  return (account) => `  ${account} {
    msg_trace { dest: "${HOPS_SUBJECT}", sampling: 100 }
    exports [ { stream: "${HOPS_SUBJECT}", accounts: [${central}] } ]
    # What services record; the stream's acknowledgement comes back the same way.
    imports [
${SIGNALS.map((subject) => `      { service: { account: ${central}, subject: "${subject}" } }`).join('\n')}
    ]
  }`
}

function store(accounts: readonly string[], central: string): string {
  const imports = accounts.map(
    (account) =>
      `      { stream: { account: ${account}, subject: "${HOPS_SUBJECT}" }, to: "${HOPS_SUBJECT}.${account}" }`,
  )
  return `  ${central} {
    jetstream: enabled
    exports [
${SIGNALS.map((subject) => `      { service: "${subject}", accounts: [${accounts.join(', ')}] }`).join('\n')}
    ]
    imports [
${imports.join('\n')}
    ]
  }`
}

const SIGNALS = ['telemetry.spans.>', 'telemetry.logs.>', 'telemetry.metrics.>']

const USERS = `# A user with publish permissions needs "${HOPS_SUBJECT}" among them before msg_trace is on: servers
# DROP messages with a sampled traceparent of a user who may not publish there. Services that record
# telemetry publish to "telemetry.spans.>", "telemetry.logs.>" and "telemetry.metrics.>" too:
#   permissions { publish { allow: ["orders.>", "telemetry.>"] } }
# The same holds for leaf node links. Who may read "telemetry.>" sees the headers of all messages.
`

const OWN_NOTES = `
${USERS}`

const CENTRAL_NOTES = `
# The stream TELEMETRY is made in the central account, and in no other: hopscope stream ensure
#
${USERS}`

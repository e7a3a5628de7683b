import { HOPS_SUBJECT } from '@hopscope/telemetry'
import type { AccountSetup } from './account-setup.ts'

/** The set-up of accounts as commands for `nsc`, which makes their JWTs. */
export function nscSetup({ accounts, central }: AccountSetup): string {
  const lines = accounts.flatMap((account) => [
    `nsc edit account --name ${account} --trace-context-subject ${HOPS_SUBJECT} --trace-context-sampling 100`,
    ...(central === undefined ? [] : shared(account, central)),
  ])
  const exported =
    central === undefined
      ? []
      : SIGNALS.map(
          ([name, subject]) =>
            `nsc add export --account ${central} --service --name ${name} --subject '${subject}'`,
        )
  return `# First, for users that have publish permissions: servers DROP messages with a sampled traceparent
# of a user who may not publish to ${HOPS_SUBJECT}. Users without any may publish it, and need nothing.
#   nsc edit user --account ${accounts[0] ?? 'APP'} --name checkout --allow-pub 'telemetry.>'
${[...exported, ...lines].join('\n')}
nsc push --all
${central === undefined ? '' : '# The stream TELEMETRY is made in the central account, and in no other: hopscope stream ensure\n'}`
}

function shared(account: string, central: string): readonly string[] {
  const key = (name: string) => `"$(nsc describe account --name ${name} --field sub | tr -d '"')"`
  return [
    `nsc add export --account ${account} --name hops --subject ${HOPS_SUBJECT}`,
    `nsc add import --account ${central} --src-account ${key(account)} --name hops-${account} --remote-subject ${HOPS_SUBJECT} --local-subject ${HOPS_SUBJECT}.${account}`,
    ...SIGNALS.map(
      ([name, subject]) =>
        `nsc add import --account ${account} --src-account ${key(central)} --service --name ${name} --remote-subject '${subject}' --local-subject '${subject}'`,
    ),
  ]
}

const SIGNALS = [
  ['spans', 'telemetry.spans.>'],
  ['logs', 'telemetry.logs.>'],
  ['metrics', 'telemetry.metrics.>'],
] as const

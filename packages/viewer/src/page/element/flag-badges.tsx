import type { VNode } from 'preact'
import type { TraceFlag } from '../../api/trace-summary.ts'
import { Icon, type IconName } from './icon.tsx'

/** What a reader should know of a trace: a picture and a word each. */
export function FlagBadges(props: {
  readonly flags: readonly TraceFlag[]
  /** How often its most often delivered message was delivered. */
  readonly maxDeliveryCount: number
}): VNode {
  return (
    <span class="badges">
      {props.flags.map((flag) => {
        const { icon, tone, text, title } = LOOKS[flag]
        return (
          <span key={flag} class={`badge badge-${tone}`} title={title}>
            <Icon name={icon} />
            {flag === 'redelivered' ? `×${props.maxDeliveryCount}` : text}
            {flag === 'redelivered' && <span class="hidden-text"> deliveries</span>}
          </span>
        )
      })}
    </span>
  )
}

interface Look {
  readonly icon: IconName
  readonly tone: 'err' | 'warn' | 'plain'
  readonly text: string
  readonly title: string
}

const LOOKS: Readonly<Record<TraceFlag, Look>> = {
  error: { icon: 'error', tone: 'err', text: 'error', title: 'a span failed' },
  redelivered: {
    icon: 'redelivered',
    tone: 'warn',
    text: '',
    title: 'a message was delivered more than once',
  },
  'dead-letter': {
    icon: 'dead-letters',
    tone: 'err',
    text: 'DLQ',
    title: 'a message was given up: it is a dead letter',
  },
  'broken-context': {
    icon: 'broken-context',
    tone: 'warn',
    text: 'context',
    title: 'a message came without the context it should have had',
  },
  'missing-spans': {
    icon: 'missing-spans',
    tone: 'plain',
    text: 'missing',
    title: 'a span names a parent that is not there',
  },
  'account-stop': {
    icon: 'account-stop',
    tone: 'plain',
    text: 'account',
    title: 'the trace ends at an account that does not allow it on',
  },
  'dry-run': {
    icon: 'dry-run',
    tone: 'plain',
    text: 'dry run',
    title: 'messages were traced without being delivered',
  },
}

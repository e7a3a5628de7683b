import type { VNode } from 'preact'
import { copyText } from '../../element/copy-button.tsx'
import { Icon } from '../../element/icon.tsx'
import { announce } from '../../shell/announcer.tsx'
import type { SpanDetail } from '../../../api/span-detail.ts'
import { spanCommand } from '../model/span-command.ts'
import { spanLine } from '../model/span-line.ts'
import { traceAddress } from '../trace-href.ts'
import type { TraceState } from '../trace-state.ts'

/** Ways to take a span elsewhere. */
export function CopyRow(props: { readonly span: SpanDetail; readonly state: TraceState }): VNode {
  const { span, state } = props
  const command = spanCommand(span)
  return (
    <div class="sp-copy">
      <Copy title="Link" text={() => traceAddress(span.traceId, state)} />
      <Copy title="One line" text={() => spanLine(span)} />
      <Copy title="Span id" text={() => span.spanId} />
      {command !== undefined && <Copy title={command} text={() => command} isCode />}
    </div>
  )
}

function Copy(props: {
  readonly title: string
  readonly text: () => string
  readonly isCode?: boolean
}): VNode {
  const { title, text, isCode = false } = props
  const copy = (): void => {
    copyText(text()).catch(() => announce('the browser did not allow to copy'))
  }
  return (
    <button type="button" class="wf-button" title={`Copy: ${title}`} onClick={copy}>
      <Icon name="copy" />
      {isCode ? <code>{title}</code> : title}
    </button>
  )
}

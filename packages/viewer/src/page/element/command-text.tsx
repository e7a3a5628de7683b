import type { VNode } from 'preact'
import { CopyButton } from './copy-button.tsx'
import { Text } from './text.tsx'

/** A command to run, and a button that copies it. */
export function CommandText({ text }: { readonly text: string }): VNode {
  return (
    <span class="command">
      <code>
        <Text value={text} />
      </code>
      <CopyButton text={text} label="copy the command" />
    </span>
  )
}

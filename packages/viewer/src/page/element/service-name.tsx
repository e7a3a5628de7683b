import type { VNode } from 'preact'
import { useServiceColor } from './service-hues.ts'
import { Text } from './text.tsx'

/** A service's name with the dot of its color before it. */
export function ServiceName({ name }: { readonly name: string }): VNode {
  const background = useServiceColor()(name)
  return (
    <span class="service-name">
      <span class="service-dot" style={{ background }} aria-hidden="true" />
      <Text value={name} />
    </span>
  )
}

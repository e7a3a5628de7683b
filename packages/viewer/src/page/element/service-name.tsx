import { type VNode } from 'preact'
import { serviceColor } from '../style/service-hue.ts'
import { Text } from './text.tsx'

/** A service's name with the dot of its color before it. */
export function ServiceName({ name }: { readonly name: string }): VNode {
  return (
    <span class="service-name">
      <span class="service-dot" style={{ background: serviceColor(name) }} aria-hidden="true" />
      <Text value={name} />
    </span>
  )
}

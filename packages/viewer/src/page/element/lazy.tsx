import type { ComponentType, VNode } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { ClientError } from '../client/client-error.ts'
import { ErrorNotice, Loading } from './notice.tsx'

/** A component whose code is loaded when it is first drawn. */
export function lazy<P extends object>(load: () => Promise<ComponentType<P>>): (props: P) => VNode {
  let loaded: ComponentType<P> | undefined

  return function Lazy(props: P): VNode {
    const [state, setState] = useState<{
      readonly component?: ComponentType<P>
      readonly isFailed?: boolean
    }>(loaded === undefined ? {} : { component: loaded })
    useEffect(() => {
      if (loaded !== undefined) return
      load().then(
        (component) => {
          loaded = component
          setState({ component })
        },
        () => setState({ isFailed: true }),
      )
    }, [])

    const Component = state.component
    if (Component !== undefined) return <Component {...props} />
    if (state.isFailed === true)
      return <ErrorNotice error={NOT_LOADED} onRetry={() => location.reload()} />

    return <Loading />
  }
}

const NOT_LOADED = new ClientError('PAGE_MISSING', 'a part of the page could not be loaded', {
  status: 0,
  hint: 'the viewer may have been started anew with another version: load the page again',
})

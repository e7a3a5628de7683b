import type { VNode } from 'preact'

/** A tab of the panel; its body is made when it is shown. */
export interface PanelTab {
  readonly name: string
  readonly title: string
  /** How many entries it has; absent where they are not counted. */
  readonly count?: number
  readonly body: () => VNode
}

/** Tabs and the body of the one that is shown; the arrow keys go from tab to tab. */
export function PanelTabs(props: {
  readonly tabs: readonly PanelTab[]
  /** The name of one; the first where there is none of that name. */
  readonly shown: string | undefined
  readonly onShow: (name: string) => void
}): VNode {
  const { tabs, onShow } = props
  const index = Math.max(
    0,
    tabs.findIndex(({ name }) => name === props.shown),
  )
  const shown = tabs[index]
  const goTo = (target: number, bar: HTMLElement): void => {
    const to = (target + tabs.length) % tabs.length
    onShow(tabs[to]?.name ?? '')
    bar.querySelectorAll('button')[to]?.focus()
  }
  return (
    <>
      <div
        class="sp-tabs"
        role="tablist"
        aria-label="parts of the span"
        onKeyDown={(event) => {
          if (event.key === 'ArrowRight') goTo(index + 1, event.currentTarget)
          else if (event.key === 'ArrowLeft') goTo(index - 1, event.currentTarget)
          else return
          event.preventDefault()
        }}
      >
        {tabs.map(({ name, title, count }, each) => (
          <button
            key={name}
            type="button"
            role="tab"
            id={`sp-tab-${name}`}
            aria-selected={each === index}
            aria-controls="sp-body"
            tabIndex={each === index ? 0 : -1}
            onClick={() => onShow(name)}
          >
            {title}
            {count !== undefined && <small>{count}</small>}
          </button>
        ))}
      </div>
      <div
        class="sp-body"
        role="tabpanel"
        id="sp-body"
        aria-labelledby={`sp-tab-${shown?.name ?? ''}`}
      >
        {shown?.body()}
      </div>
    </>
  )
}

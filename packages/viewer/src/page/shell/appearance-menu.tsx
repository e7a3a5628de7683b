import type { VNode } from 'preact'
import { Icon } from '../element/icon.tsx'
import { useStore } from '../state/use-store.ts'
import { appearance, setAppearance } from '../style/theme.ts'

/** Theme and density, in a small menu. */
export function AppearanceMenu(): VNode {
  const { theme, density, scheme } = useStore(appearance)
  return (
    <>
      <button
        type="button"
        class="icon-button"
        popovertarget="appearance"
        title="Appearance"
        aria-label="appearance"
      >
        <Icon name={scheme} />
      </button>
      <div id="appearance" popover="auto" class="menu">
        <Choice
          name="theme"
          title="Theme"
          value={theme}
          options={THEMES}
          onChange={(value) => setAppearance({ theme: value })}
        />
        <Choice
          name="density"
          title="Rows"
          value={density}
          options={DENSITIES}
          onChange={(value) => setAppearance({ density: value })}
        />
      </div>
    </>
  )
}

const THEMES = [
  ['system', 'System'],
  ['light', 'Light'],
  ['dark', 'Dark'],
] as const

const DENSITIES = [
  ['normal', 'Normal'],
  ['compact', 'Compact'],
] as const

function Choice<T extends string>(props: {
  readonly name: string
  readonly title: string
  readonly value: T
  readonly options: readonly (readonly [value: T, label: string])[]
  readonly onChange: (value: T) => void
}): VNode {
  return (
    <fieldset class="choice">
      <legend>{props.title}</legend>
      <div class="tray">
        {props.options.map(([value, label]) => (
          <label key={value}>
            <input
              type="radio"
              name={props.name}
              checked={value === props.value}
              onChange={() => props.onChange(value)}
            />
            <span>{label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}

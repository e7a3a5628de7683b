import { createStore, type Store } from '../state/store.ts'

/** `system` follows the setting of the operating system, also while it changes. */
type Theme = 'system' | 'light' | 'dark'

type Density = 'normal' | 'compact'

/** How the reader wants the page to look; kept in this browser. */
export interface Appearance {
  readonly theme: Theme
  readonly density: Density
  /** What `theme` comes to now. */
  readonly scheme: 'light' | 'dark'
}

const KEY = 'hopscope.appearance'

/** What canvases must be drawn anew for, and menus show. */
export const appearance: Store<Appearance> = createStore<Appearance>({
  theme: 'system',
  density: 'normal',
  scheme: 'light',
})

/** Applies what was chosen before, and follows the system from now on. */
export function startAppearance(): void {
  const system = matchMedia('(prefers-color-scheme: dark)')
  const apply = ({ theme, density }: Choice): void => {
    const scheme = theme === 'system' ? (system.matches ? 'dark' : 'light') : theme
    document.documentElement.dataset['theme'] = scheme
    document.documentElement.dataset['density'] = density
    appearance.set({ theme, density, scheme })
  }

  apply(readChoice())
  system.addEventListener('change', () => apply(appearance.get()))
  chooseAppearance = (change) => {
    const { theme, density } = { ...appearance.get(), ...change }
    saveChoice({ theme, density })
    apply({ theme, density })
  }
}

/** Changes the look and remembers it. */
export function setAppearance(change: Partial<Choice>): void {
  chooseAppearance(change)
}

type Choice = Pick<Appearance, 'theme' | 'density'>

let chooseAppearance: (change: Partial<Choice>) => void = () => {}

function readChoice(): Choice {
  const fallback: Choice = { theme: 'system', density: 'normal' }
  try {
    const [theme, density] = (localStorage.getItem(KEY) ?? '').split(' ')
    return {
      theme: theme === 'light' || theme === 'dark' ? theme : 'system',
      density: density === 'compact' ? 'compact' : 'normal',
    }
  } catch {
    // Storage may be forbidden, and a page from disk may have none.
    return fallback
  }
}

function saveChoice({ theme, density }: Choice): void {
  try {
    localStorage.setItem(KEY, `${theme} ${density}`)
  } catch {
    // The choice then lasts as long as the page.
  }
}

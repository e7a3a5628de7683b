import { useMemo } from 'preact/hooks'
import { useStore } from '../../state/use-store.ts'
import type { ServiceTokens } from '../../style/service-hue.ts'
import { appearance } from '../../style/theme.ts'
import { readPalette, type Palette } from './palette.ts'

/** The colors for canvases, read anew when the theme changes. */
export function usePalette(hues: ServiceTokens): Palette {
  const { scheme } = useStore(appearance)
  return useMemo(() => readPalette(hues), [scheme, hues])
}

import { render } from 'preact'
import { startKeyboard } from './keyboard/keyboard.ts'
import { startRouter } from './router/location.ts'
import { App } from './shell/app.tsx'
import { startStatus } from './shell/status-store.ts'
import { startAppearance } from './style/theme.ts'

const root = document.getElementById('app')

if (root !== null) {
  startAppearance()
  startRouter()
  startKeyboard()
  startStatus()
  render(<App />, root)
}

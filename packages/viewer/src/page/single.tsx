import { render } from 'preact'
import { embeddedSource, readEmbedded, setTraceSource } from './client/trace-source.ts'
import { startKeyboard } from './keyboard/keyboard.ts'
import { startRouter } from './router/location.ts'
import { FileApp } from './shell/file-app.tsx'
import { startAppearance } from './style/theme.ts'

// The whole code of a single-file export: it asks nobody for anything, and loads nothing.
const embedded = readEmbedded()
const root = document.getElementById('app')

if (embedded !== undefined && root !== null) {
  setTraceSource(embeddedSource(embedded))
  startAppearance()
  startRouter()
  startKeyboard()
  render(<FileApp traceId={embedded.view.traceId} />, root)
}

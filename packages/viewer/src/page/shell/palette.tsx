import type { VNode } from 'preact'
import { useMemo, useState } from 'preact/hooks'
import { Icon, type IconName } from '../element/icon.tsx'
import { Keys } from '../keyboard/keyboard-help.tsx'
import { navigate } from '../router/location.ts'
import { setAppearance } from '../style/theme.ts'
import { Dialog } from './dialog.tsx'
import { rankCommands } from './rank-commands.ts'
import { PAGE_LINKS } from './pages.ts'

/** Something that the palette can do. */
interface Command {
  readonly title: string
  readonly icon: IconName
  readonly keys?: string
  readonly run: () => void
}

/** Finds pages, traces and settings by a few letters. */
export function Palette(props: {
  readonly onClose: () => void
  readonly onHelp: () => void
}): VNode {
  const { onClose, onHelp } = props
  const [text, setText] = useState('')
  const [chosen, setChosen] = useState(0)
  const all = useMemo(() => standingCommands(onHelp), [onHelp])
  const commands = [...lookups(text), ...rankCommands(all, text)]
  const at = Math.min(chosen, commands.length - 1)

  const run = (command: Command | undefined): void => {
    if (command === undefined) return
    onClose()
    command.run()
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = STEPS[event.key]
    if (event.key === 'Enter') run(commands[at])
    else if (step !== undefined)
      setChosen((at + step + commands.length) % Math.max(commands.length, 1))
    else return
    event.preventDefault()
  }

  return (
    <Dialog label="commands" class="palette" onClose={onClose}>
      <label class="palette-field">
        <Icon name="search" />
        <input
          type="text"
          role="combobox"
          aria-label="command"
          aria-expanded="true"
          aria-controls="palette-list"
          aria-activedescendant={commands.length > 0 ? `palette-${at}` : undefined}
          placeholder="A page, a trace id, a query, a setting"
          value={text}
          spellcheck={false}
          autocomplete="off"
          onInput={({ currentTarget }) => {
            setText(currentTarget.value)
            setChosen(0)
          }}
          onKeyDown={onKeyDown}
        />
      </label>
      <ul id="palette-list" role="listbox" aria-label="commands">
        {commands.map((command, index) => (
          <li
            key={command.title}
            id={`palette-${index}`}
            role="option"
            aria-selected={index === at}
            onMouseMove={() => setChosen(index)}
            onClick={() => run(command)}
          >
            <Icon name={command.icon} />
            <span>{command.title}</span>
            {command.keys !== undefined && <Keys keys={command.keys} />}
          </li>
        ))}
      </ul>
    </Dialog>
  )
}

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 }

function standingCommands(onHelp: () => void): readonly Command[] {
  return [
    ...PAGE_LINKS.map(({ page, title, path, keys }): Command => ({
      title,
      icon: page,
      keys,
      run: () => navigate(path),
    })),
    { title: 'Traces with errors', icon: 'error', run: () => navigate('/traces?q=has%3Aerrors') },
    {
      title: 'Traces with dead letters',
      icon: 'dead-letters',
      run: () => navigate('/traces?q=has%3Adlq'),
    },
    {
      title: 'Traces with redelivered messages',
      icon: 'redelivered',
      run: () => navigate('/traces?q=has%3Aretries'),
    },
    { title: 'Theme: system', icon: 'system', run: () => setAppearance({ theme: 'system' }) },
    { title: 'Theme: light', icon: 'light', run: () => setAppearance({ theme: 'light' }) },
    { title: 'Theme: dark', icon: 'dark', run: () => setAppearance({ theme: 'dark' }) },
    { title: 'Rows: normal', icon: 'traces', run: () => setAppearance({ density: 'normal' }) },
    { title: 'Rows: compact', icon: 'traces', run: () => setAppearance({ density: 'compact' }) },
    { title: 'Keyboard', icon: 'help', keys: '?', run: onHelp },
  ]
}

/** What the text itself leads to. */
function lookups(text: string): readonly Command[] {
  const query = text.trim()
  if (query === '') return []
  const search: Command = {
    title: `Search traces: ${query}`,
    icon: 'search',
    run: () => navigate(`/traces?q=${encodeURIComponent(query)}`),
  }
  if (!/^[0-9a-f]{32}$/i.test(query)) return [search]

  return [
    {
      title: `Open trace ${query}`,
      icon: 'traces',
      run: () => navigate(`/t/${query.toLowerCase()}`),
    },
    search,
  ]
}

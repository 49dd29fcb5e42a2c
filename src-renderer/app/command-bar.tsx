/**
 * The command bar: one field that understands references, fingerprints, paths and words. Results
 * stand below it in groups, moved through with the keyboard while the field keeps the focus.
 */
import './command-bar.css'
import { type KeyboardEvent, type ReactNode, useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { Group as AriaGroup } from 'react-aria-components'
import { frameText } from '../../src-shared/text/frame.ts'
import { commandKey } from '../components/app-frame.tsx'
import { Icon } from '../components/icon.tsx'
import { ThinBar } from '../components/thin-bar.tsx'
import { type Command, readCommandInput } from './commands.ts'
import { showCommandBar, useFrame } from './frame-state.ts'
import { type CommandGroup, useCommandResults } from './use-command-results.ts'

interface Placed {
  readonly key: string
  readonly command: Command
}

const placeAll = (groups: readonly CommandGroup[]): readonly Placed[] =>
  groups.flatMap((group) => group.commands.map((command) => ({ key: `${group.id}-${command.id}`, command })))

function Option({
  placed,
  id,
  isActive,
  onRun,
  onPoint,
}: {
  readonly placed: Placed
  readonly id: string
  readonly isActive: boolean
  readonly onRun: () => void
  readonly onPoint: () => void
}) {
  const element = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (isActive) element.current?.scrollIntoView({ block: 'nearest' })
  }, [isActive])
  const { command } = placed
  return (
    <div
      ref={element}
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={isActive}
      className="command-option"
      onPointerMove={onPoint}
      onPointerDown={(event) => event.preventDefault()}
      onClick={onRun}
      onKeyDown={() => undefined}
    >
      <Icon name={command.icon} />
      <span className="command-title cut">{command.title}</span>
      {command.note !== undefined && <span className="command-note cut">{command.note}</span>}
      {(command.end !== undefined || command.shortcut !== undefined) && (
        <span className="command-end">{command.end ?? <kbd>{command.shortcut}</kbd>}</span>
      )}
    </div>
  )
}

function Group({ group, children }: { readonly group: CommandGroup; readonly children: ReactNode }) {
  const titleId = useId()
  if (group.commands.length === 0) return null
  return (
    <AriaGroup {...(group.title === '' ? {} : { 'aria-labelledby': titleId })}>
      {group.title !== '' && (
        <div id={titleId} className="kicker command-group-title">
          {group.title}
        </div>
      )}
      {children}
    </AriaGroup>
  )
}

export function CommandBar() {
  const isOpen = useFrame((state) => state.isCommandBarOpen)
  const [text, setText] = useState('')
  const [active, setActive] = useState(0)
  const field = useRef<HTMLInputElement>(null)
  const listId = useId()
  const input = useMemo(() => (isOpen ? readCommandInput(text) : null), [isOpen, text])
  const { groups, isBusy, answers } = useCommandResults(input)
  /** Enter came before the answer: what comes first then is run. */
  const [wanted, setWanted] = useState<string | null>(null)
  const placed = placeAll(groups)
  const chosen = placed[Math.min(active, placed.length - 1)]

  // Before the next key press is dealt with, or it would go to where the focus was.
  useLayoutEffect(() => {
    const element = field.current
    if (element === null) return
    if (isOpen) {
      element.focus()
      element.select()
    } else if (document.activeElement === element) element.blur()
  }, [isOpen])

  const close = (): void => {
    showCommandBar(false)
    setActive(0)
    setWanted(null)
  }
  const run = (command: Command): void => {
    close()
    setText('')
    // What the command opens must not give the focus back to the bar, which would open it again.
    field.current?.blur()
    command.run()
  }
  const isWantedHere = wanted !== null && wanted === answers && wanted === input?.text
  useEffect(() => {
    if (isWantedHere && chosen !== undefined) run(chosen.command)
  })
  const press = (event: KeyboardEvent): void => {
    const last = placed.length - 1
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: active >= last ? 0 : active + 1,
      ArrowUp: active <= 0 ? last : active - 1,
    }
    const next = moves[event.key]
    if (event.key === 'Escape') {
      event.preventDefault()
      if (text === '') close()
      else setText('')
    } else if (event.key === 'Enter') {
      event.preventDefault()
      if (input === null) return
      if (chosen !== undefined && answers === input.text) run(chosen.command)
      else setWanted(input.text)
    } else if (next !== undefined) {
      event.preventDefault()
      showCommandBar(true)
      setActive(Math.max(0, next))
    }
  }
  const isCode = input !== null && input.kind !== 'words' && input.kind !== 'empty'

  return (
    <div className="command-field">
      <Icon name="search" />
      <input
        ref={field}
        type="text"
        role="combobox"
        className={isCode ? 'code' : undefined}
        aria-label={frameText.commandBar}
        aria-expanded={isOpen}
        aria-controls={listId}
        aria-autocomplete="list"
        {...(isOpen && chosen !== undefined ? { 'aria-activedescendant': `${listId}-${chosen.key}` } : {})}
        placeholder={frameText.commandPlaceholder}
        spellCheck={false}
        autoComplete="off"
        value={text}
        onChange={(event) => {
          setText(event.target.value)
          setActive(0)
          setWanted(null)
          showCommandBar(true)
        }}
        onFocus={() => showCommandBar(true)}
        onBlur={close}
        onKeyDown={press}
      />
      <kbd>{isOpen ? 'Esc' : `${commandKey} K`}</kbd>
      {isOpen && (
        <div className="command-results">
          <ThinBar isOn={isBusy} />
          {groups.map(
            (group) =>
              group.head !== undefined && (
                <div key={group.id} className="command-head">
                  {group.head}
                </div>
              ),
          )}
          <div id={listId} role="listbox" aria-label={frameText.results}>
            {groups.map((group) => (
              <Group key={group.id} group={group}>
                {group.commands.map((command) => {
                  const key = `${group.id}-${command.id}`
                  return (
                    <Option
                      key={key}
                      id={`${listId}-${key}`}
                      placed={{ key, command }}
                      isActive={chosen?.key === key}
                      onRun={() => run(command)}
                      onPoint={() => setActive(placed.findIndex((entry) => entry.key === key))}
                    />
                  )
                })}
              </Group>
            ))}
          </div>
          {placed.length === 0 && !isBusy && <p className="command-empty">{frameText.nothingFound}</p>}
        </div>
      )}
    </div>
  )
}

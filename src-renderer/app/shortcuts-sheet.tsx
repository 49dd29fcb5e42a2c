/** The sheet of all shortcuts, with a field to find one. */
import './shortcuts-sheet.css'
import { useState } from 'react'
import { frameText } from '../../src-shared/text/frame.ts'
import { shortcutGroups, shortcutsText } from '../../src-shared/text/shortcuts.ts'
import { commandKey } from '../components/app-frame.tsx'
import { IconButton } from '../components/button.tsx'
import { SearchField } from '../components/field.tsx'
import { Sheet } from '../components/sheet.tsx'
import { showShortcuts, useFrame } from './frame-state.ts'

export function ShortcutsSheet() {
  const isOpen = useFrame((state) => state.isShortcutsOpen)
  const [typed, setTyped] = useState('')
  const wanted = typed.trim().toLowerCase()
  const groups = shortcutGroups(commandKey)
    .map((group) => ({
      ...group,
      shortcuts: group.shortcuts.filter(
        ({ what, keys }) => what.toLowerCase().includes(wanted) || keys.join(' ').toLowerCase().includes(wanted),
      ),
    }))
    .filter((group) => group.shortcuts.length > 0)
  const close = (): void => {
    setTyped('')
    showShortcuts(false)
  }
  return (
    <Sheet
      title={shortcutsText.title}
      width="full"
      isOpen={isOpen}
      onClose={close}
      isDismissable
      headActions={
        <>
          <SearchField
            label={shortcutsText.find}
            placeholder={shortcutsText.find}
            value={typed}
            onChange={setTyped}
            width={220}
          />
          <IconButton icon="cross" label={frameText.close} onPress={close} />
        </>
      }
      footer={<span className="quiet small">{shortcutsText.note}</span>}
    >
      {groups.length === 0 && <p className="quiet">{shortcutsText.none}</p>}
      <div className="shortcut-columns">
        {groups.map((group) => (
          <section key={group.title} className="shortcut-group">
            <h3>{group.title}</h3>
            <ul>
              {group.shortcuts.map(({ what, keys }) => (
                <li key={what}>
                  <span>{what}</span>
                  {keys.map((key) => (
                    <kbd key={key}>{key}</kbd>
                  ))}
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </Sheet>
  )
}

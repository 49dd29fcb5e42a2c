/** The Scripts tab: every script and help text the image carries, in colours. Nothing is run. */
import './inspect.css'
import { useMemo } from 'react'
import { Collection, Header, ListBox, ListBoxItem, ListBoxSection } from 'react-aria-components'
import { inspectText } from '../../../src-shared/text/inspect.ts'
import { useQueryValue } from '../../app/router.ts'
import { hasHiddenCharacters, splitLines } from '../../components/code/code-tokens.ts'
import { CopyButton } from '../../components/copy-button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { CodeView } from './code-view.tsx'
import { HiddenNotice } from './hidden-notice.tsx'
import { type ScriptEntry, type ScriptGroup, scriptGroups } from './script-list.ts'
import type { Inside } from './use-inside.ts'

function note(entry: ScriptEntry): string {
  if (entry.isEmpty) return inspectText.emptyScript
  return inspectText.lines(splitLines(entry.text).length)
}

function Item({ entry }: { readonly entry: ScriptEntry }) {
  return (
    <ListBoxItem id={entry.id} textValue={entry.title} className="side-item">
      <span className="cut" title={entry.title}>
        {entry.title}
      </span>
      <span className="quiet small nowrap">{note(entry)}</span>
    </ListBoxItem>
  )
}

function Group({ group }: { readonly group: ScriptGroup }) {
  return (
    <ListBoxSection
      id={group.heading ?? 'own'}
      className="side-section"
      {...(group.heading === null ? { 'aria-label': inspectText.scriptsLabel } : {})}
    >
      {group.heading !== null && <Header className="kicker">{group.heading}</Header>}
      <Collection items={group.entries}>{(entry) => <Item entry={entry} />}</Collection>
    </ListBoxSection>
  )
}

export function ScriptsTab({ inside: { shown: inspection, inside, differences } }: { readonly inside: Inside }) {
  const groups = useMemo(() => scriptGroups(inspection, inside, differences), [inspection, inside, differences])
  const [wanted, setWanted] = useQueryValue('script')
  const entries = groups.flatMap((group) => group.entries)
  const shown = entries.find((entry) => entry.id === wanted) ?? entries[0]
  if (shown === undefined) {
    return <EmptyState title={inspectText.scriptsEmptyTitle} text={inspectText.scriptsEmptyText} />
  }
  return (
    <div className="side-view">
      <ListBox
        className="pane side-list"
        aria-label={inspectText.scriptsLabel}
        selectionMode="single"
        selectionBehavior="replace"
        disallowEmptySelection
        selectedKeys={[shown.id]}
        onSelectionChange={(keys) => {
          const entry = entries.find((one) => keys !== 'all' && keys.has(one.id))
          if (entry !== undefined) setWanted(entry.id)
        }}
      >
        {groups.map((group) => (
          <Group key={group.heading ?? 'own'} group={group} />
        ))}
      </ListBox>
      <div className="side-content">
        <div className="content-head">
          <h2 className="cut">{shown.title}</h2>
          <span className="quiet cut grow">
            {shown.isGenerated ? `${shown.use} · ${inspectText.generatedScript}` : shown.use}
          </span>
          <CopyButton text={shown.text} label={inspectText.copyScript} hasWord />
        </div>
        {hasHiddenCharacters(shown.text) && <HiddenNotice />}
        <CodeView key={shown.id} text={shown.text} language={shown.language} label={shown.title} />
      </div>
    </div>
  )
}

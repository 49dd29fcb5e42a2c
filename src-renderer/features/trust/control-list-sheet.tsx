/** Writes a control list: groups with mode, folder and signers, the text as it will be, and what is wrong with it. */
import './control-list.css'
import { useState } from 'react'
import {
  type ControlGroup,
  type ControlList,
  type ControlMode,
  controlModes,
} from '../../../src-shared/model/control-list.ts'
import { readFingerprint } from '../../../src-shared/model/fingerprint-paste.ts'
import { controlNoteText, controlProblemText } from '../../../src-shared/text/control-list.ts'
import { controlListView } from '../../../src-shared/text/control-list-view.ts'
import { saveOrStay } from '../../app/save-text.ts'
import { useCall } from '../../app/use-call.ts'
import { ActionSheet, useSheetRun } from '../../components/action-sheet.tsx'
import { Button, IconButton } from '../../components/button.tsx'
import { Check } from '../../components/choice.tsx'
import { Field } from '../../components/field.tsx'
import { Select } from '../../components/select.tsx'
import { SourceNotice } from '../../components/source-notice.tsx'

/** A group as it is written: signers as one text. */
interface GroupDraft {
  readonly id: number
  readonly tagName: string
  readonly mode: ControlMode
  readonly folder: string
  readonly signers: string
}

const modeOf = (mode: string): ControlMode => controlModes.find((known) => known === mode) ?? 'whitelist'

function draftOf(group: ControlGroup, id: number): GroupDraft {
  return {
    id,
    tagName: group.tagName,
    mode: modeOf(group.mode),
    folder: group.folder,
    signers: group.fingerprints.join('\n'),
  }
}

/** One fingerprint per line, in any form; what is none stays as it is and is told as wrong. */
function groupOf({ tagName, mode, folder, signers }: GroupDraft) {
  const fingerprints = signers
    .split(/[\n,;]/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const read = readFingerprint(line)
      return read.kind === 'fingerprint' ? read.fingerprint : line
    })
  return { tagName, mode, folder: folder.trim(), fingerprints }
}

interface GroupFormProps {
  readonly draft: GroupDraft
  readonly place: number
  readonly onChange: (draft: GroupDraft) => void
  readonly onRemove: () => void
}

function GroupForm({ draft, place, onChange, onRemove }: GroupFormProps) {
  return (
    <fieldset className="control-group">
      <legend className="line">
        <b className="medium">{controlListView.group('', place)}</b>
        <IconButton icon="trash" label={`${controlListView.removeGroup}: ${place}`} onPress={onRemove} isQuiet />
      </legend>
      <Select
        label={controlListView.mode}
        choices={controlModes.map((mode) => ({ value: mode, label: mode, note: controlListView.modes[mode] }))}
        value={draft.mode}
        onChange={(mode) => onChange({ ...draft, mode })}
      />
      <Field
        label={controlListView.folder}
        value={draft.folder}
        onChange={(folder) => onChange({ ...draft, folder })}
        help={controlListView.folderHelp}
        isCode
      />
      <Field
        label={controlListView.signers}
        value={draft.signers}
        onChange={(signers) => onChange({ ...draft, signers })}
        lines={3}
        isCode
      />
    </fieldset>
  )
}

export interface ControlListSheetProps {
  readonly initial: ControlList
  readonly onClose: () => void
}

export function ControlListSheet({ initial, onClose }: ControlListSheetProps) {
  const [activated, setActivated] = useState(initial.activated)
  const [legacyInsecure, setLegacy] = useState(initial.legacyInsecure)
  const [groups, setGroups] = useState<readonly GroupDraft[]>(initial.groups.map(draftOf))
  const list = { activated, legacyInsecure, groups: groups.map(groupOf) }
  const { value, error, isRefreshing } = useCall('trust.printControlList', { list })
  const reading = value?.reading.kind === 'list' ? value.reading : null
  const problems = reading?.problems ?? []
  const change = (changed: GroupDraft): void =>
    setGroups(groups.map((group) => (group.id === changed.id ? changed : group)))
  const run = useSheetRun(
    () =>
      saveOrStay({
        name: 'ecl.toml',
        text: value?.text ?? '',
        mediaType: 'application/toml',
        title: controlListView.edit,
        isPrivate: false,
      }),
    (isSaved) => {
      if (isSaved) onClose()
    },
  )
  return (
    <ActionSheet
      title={controlListView.edit}
      subtitle={controlListView.editAbout}
      width="full"
      onClose={onClose}
      action={controlListView.save}
      variant="primary"
      // Not while the text still lacks the last change.
      isReady={value !== null && !isRefreshing && problems.length === 0}
      isBusy={run.isBusy}
      onAction={run.start}
      error={run.error ?? error}
    >
      <div className="control-edit">
        <div className="control-form">
          <Check isChecked={activated} onChange={setActivated}>
            {controlListView.activated}
          </Check>
          <Check isChecked={legacyInsecure} onChange={setLegacy}>
            {controlListView.legacy}
          </Check>
          {groups.map((group, index) => (
            <GroupForm
              key={group.id}
              draft={group}
              place={index + 1}
              onChange={change}
              onRemove={() => setGroups(groups.filter(({ id }) => id !== group.id))}
            />
          ))}
          <Button
            icon="plus"
            onPress={() => {
              const id = Math.max(-1, ...groups.map((group) => group.id)) + 1
              setGroups([...groups, { id, tagName: `group${id + 1}`, mode: 'whitelist', folder: '', signers: '' }])
            }}
          >
            {controlListView.addGroup}
          </Button>
        </div>
        <section aria-label={controlListView.text}>
          <h3>{controlListView.text}</h3>
          <pre className="control-text">{value?.text}</pre>
          {problems.map((problem) => (
            <SourceNotice key={JSON.stringify(problem)} kind="failed" title={controlProblemText(problem)} />
          ))}
          <ul className="quiet control-notes">
            {(reading?.notes ?? []).map((note) => (
              <li key={JSON.stringify(note)}>{controlNoteText(note)}</li>
            ))}
          </ul>
        </section>
      </div>
    </ActionSheet>
  )
}

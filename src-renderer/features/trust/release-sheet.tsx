/** Lets an image of the quarantine in after all: deliberately, with a note that says why. No default button. */
import './policies.css'
import { useState } from 'react'
import type { Arrival } from '../../../src-shared/model/policy.ts'
import { admissionSentence } from '../../../src-shared/text/policies.ts'
import { policiesView } from '../../../src-shared/text/policies-view.ts'
import { useClient } from '../../app/connection.ts'
import { confirmBriefly } from '../../app/messages.ts'
import { ActionSheet, useSheetRun } from '../../components/action-sheet.tsx'
import { Field } from '../../components/field.tsx'
import { VerdictBanner } from '../../components/verdict-banner.tsx'

export function ReleaseSheet({ arrival, onClose }: { readonly arrival: Arrival; readonly onClose: () => void }) {
  const client = useClient()
  const [note, setNote] = useState('')
  const run = useSheetRun(async () => {
    const result = await client.call('trust.release', { id: arrival.id, note: note.trim() })
    if (result.ok) confirmBriefly(policiesView.releasedTo(result.value.path))
    return result
  }, onClose)
  return (
    <ActionSheet
      title={policiesView.releaseTitle(arrival.name)}
      subtitle={policiesView.releaseAbout}
      onClose={onClose}
      action={policiesView.releaseAction}
      variant="plain"
      isReady={note.trim() !== ''}
      isBusy={run.isBusy}
      onAction={run.start}
      error={run.error}
    >
      <VerdictBanner
        form="line"
        verdict={arrival.verdict}
        label={policiesView.whyKeptOut}
        sentence={`${arrival.sentence} ${admissionSentence(arrival.admission)}`}
      />
      <div className="sheet-field">
        <Field
          label={policiesView.releaseWhy}
          value={note}
          onChange={setNote}
          placeholder={policiesView.releaseWhyPlaceholder}
          help={policiesView.releaseNoteKept}
          lines={2}
        />
      </div>
    </ActionSheet>
  )
}

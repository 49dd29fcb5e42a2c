/** Links a definition, or changes a link: where it is, where its image belongs, how often to look. */
import './links.css'
import { useState } from 'react'
import { Form } from 'react-aria-components'
import { type BuildLink, linkSchedules } from '../../../../src-shared/model/build-link.ts'
import type { Result } from '../../../../src-shared/model/result.ts'
import { buildLinksText as text } from '../../../../src-shared/text/build-links.ts'
import { builderLabel } from '../../../../src-shared/text/builders.ts'
import { useClient } from '../../../app/connection.ts'
import { useCall } from '../../../app/use-call.ts'
import { ActionSheet, useSheetRun } from '../../../components/action-sheet.tsx'
import { Field } from '../../../components/field.tsx'
import { Select } from '../../../components/select.tsx'

export function LinkSheet({ link, onClose }: { readonly link: BuildLink | null; readonly onClose: () => void }) {
  const client = useClient()
  const { value: builders } = useCall('build.builders', {})
  const [id] = useState(() => link?.id ?? crypto.randomUUID())
  const [repository, setRepository] = useState(link?.repository ?? '')
  const [branch, setBranch] = useState(link?.branch ?? '')
  const [definitionPath, setDefinitionPath] = useState(link?.definitionPath ?? '')
  const [target, setTarget] = useState(link?.target ?? '')
  const [builderId, setBuilderId] = useState(link?.builderId ?? 'here')
  const [schedule, setSchedule] = useState(link?.schedule ?? 'never')
  const { isBusy, error, start } = useSheetRun(async (): Promise<Result<BuildLink>> => {
    const given = { repository: repository.trim(), branch: branch.trim(), target: target.trim(), builderId, schedule }
    const saved = await client.call('build.saveLink', { id, ...given, definitionPath: definitionPath.trim() })
    return saved.ok ? client.call('build.checkLink', { id }) : saved
  }, onClose)
  const isReady = repository.trim() !== '' && definitionPath.trim() !== ''
  const choices = (builders ?? []).map((builder) => ({ value: builder.id, label: builderLabel(builder) }))
  const shown = choices.some(({ value }) => value === builderId)
    ? choices
    : [...choices, { value: builderId, label: builderId }]
  return (
    <ActionSheet
      title={link === null ? text.sheetTitle : text.changeTitle}
      subtitle={text.sheetText}
      width="normal"
      action={link === null ? text.save : text.saveChange}
      variant="primary"
      isReady={isReady}
      isBusy={isBusy}
      error={error}
      onAction={start}
      onClose={onClose}
    >
      <Form
        className="link-form"
        onSubmit={(event) => {
          event.preventDefault()
          if (isReady) start()
        }}
      >
        <Field
          label={text.repository}
          value={repository}
          onChange={setRepository}
          help={text.repositoryHelp}
          isCode
          autoFocus
        />
        <div className="link-pair">
          <Field
            label={text.definition}
            value={definitionPath}
            onChange={setDefinitionPath}
            help={text.definitionHelp}
            isCode
          />
          <Field label={text.branch} value={branch} onChange={setBranch} help={text.branchHelp} isCode />
        </div>
        <Field label={text.target} value={target} onChange={setTarget} help={text.targetHelp} isCode />
        <div className="link-pair">
          <Select label={text.builder} choices={shown} value={builderId} onChange={setBuilderId} />
          <Select
            label={text.scheduleLabel}
            choices={linkSchedules.map((value) => ({ value, label: text.schedule(value) }))}
            value={schedule}
            onChange={setSchedule}
          />
        </div>
        {/* Enter in a field does what the button of the sheet does. */}
        <input type="submit" hidden />
      </Form>
    </ActionSheet>
  )
}

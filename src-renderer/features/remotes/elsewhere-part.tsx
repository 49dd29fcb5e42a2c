/** Remotes that the command lines on this computer know: what is there, taking them over, keeping them in step. */
import './remotes.css'
import { useState } from 'react'
import type { RemotesFile } from '../../../src-shared/model/remote.ts'
import type { Result } from '../../../src-shared/model/result.ts'
import { remotesText as text } from '../../../src-shared/text/remotes.ts'
import { useClient } from '../../app/connection.ts'
import { confirmBriefly } from '../../app/messages.ts'
import { useCall } from '../../app/use-call.ts'
import { ActionSheet, useSheetRun } from '../../components/action-sheet.tsx'
import { Button } from '../../components/button.tsx'
import { Check } from '../../components/choice.tsx'
import { Icon } from '../../components/icon.tsx'
import { SourceNotice } from '../../components/source-notice.tsx'

interface TakeOverProps {
  readonly file: RemotesFile
  readonly onClose: () => void
}

function TakeOverSheet({ file, onClose }: TakeOverProps) {
  const client = useClient()
  const usable = file.remotes.filter(({ state }) => state === 'new' || state === 'here')
  const [names, setNames] = useState<readonly string[]>(() =>
    usable.filter(({ state }) => state === 'new').map(({ name }) => name),
  )
  const [withTokens, setWithTokens] = useState(true)
  const [isKeptInStep, setKeptInStep] = useState(file.isKeptInStep)
  const { path } = file
  const hasTokens = file.remotes.some(({ name, hasToken }) => hasToken && names.includes(name))
  const isStepChanged = isKeptInStep !== file.isKeptInStep
  const take = async (): Promise<Result<unknown>> => {
    if (names.length > 0) {
      const taken = await client.call('remotes.takeOver', {
        path,
        names: [...names],
        withTokens: hasTokens && withTokens,
      })
      if (!taken.ok || !isStepChanged) return taken
    }
    return client.call('remotes.keepInStep', { path, isOn: isKeptInStep })
  }
  const run = useSheetRun(take, () => {
    if (names.length > 0) confirmBriefly(text.takenOver(names.length))
    onClose()
  })
  return (
    <ActionSheet
      title={text.takeOverTitle(file.program)}
      width="small"
      onClose={onClose}
      variant="primary"
      action={text.takeOverAction(names.length)}
      isReady={names.length > 0 || isStepChanged}
      isBusy={run.isBusy}
      onAction={run.start}
      error={run.error}
    >
      <div className="account-form">
        <p className="quiet">
          <code>{path}</code>
        </p>
        <fieldset className="elsewhere-list">
          <legend className="for-screen-readers">{text.remotes}</legend>
          {file.remotes.map(({ name, uri, state, hasToken, system }) => (
            <Check
              key={name}
              isChecked={names.includes(name)}
              isDisabled={state === 'otherAddress' || state === 'unusable'}
              onChange={(isOn) => setNames(isOn ? [...names, name] : names.filter((other) => other !== name))}
              note={text.elsewhereNote({ uri, state, hasToken, system })}
            >
              {name}
            </Check>
          ))}
        </fieldset>
        {hasTokens && (
          <Check isChecked={withTokens} onChange={setWithTokens} note={text.withTokensNote}>
            {text.withTokens}
          </Check>
        )}
        <Check isChecked={isKeptInStep} onChange={setKeptInStep} note={text.keepInStepNote(file.program)}>
          {text.keepInStep}
        </Check>
      </div>
    </ActionSheet>
  )
}

/** Nothing at all where the command lines have no remotes, or may not be looked at. */
export function ElsewherePart() {
  const { value } = useCall('remotes.elsewhere', {}, { refetchOn: ['remotes.changed'] })
  const [open, setOpen] = useState<RemotesFile | null>(null)
  if (value === null || value.length === 0) return null
  return (
    <section className="accounts" aria-label={text.elsewhereTitle}>
      <h2>{text.elsewhereTitle}</h2>
      <p className="quiet">{text.elsewhereText}</p>
      <ul>
        {value.map((file) => (
          <li key={file.path} className="account command-line-file">
            <Icon name="terminal" />
            <div className="stack">
              <span className="strong">{file.program ?? text.otherProgram}</span>
              <span className="quiet small cut" title={file.path}>
                {file.path}
              </span>
            </div>
            <span className="quiet">{file.error === null ? text.fileSummary(file) : ''}</span>
            {file.error === null ? (
              <Button onPress={() => setOpen(file)}>{text.takeOver}</Button>
            ) : (
              <SourceNotice kind="failed" title={file.error.message} />
            )}
          </li>
        ))}
      </ul>
      {open !== null && <TakeOverSheet file={open} onClose={() => setOpen(null)} />}
    </section>
  )
}

/** Remotes that the command lines on this computer know: what is there, taking them over, keeping them in step. */
import { useState } from 'react'
import type { AppError } from '../../../src-shared/model/error.ts'
import type { RemotesFile } from '../../../src-shared/model/remote.ts'
import { remotesText as text } from '../../../src-shared/text/remotes.ts'
import { useClient } from '../../app/connection.ts'
import { confirmBriefly } from '../../app/messages.ts'
import { useCall } from '../../app/use-call.ts'
import { Button } from '../../components/button.tsx'
import { Check } from '../../components/choice.tsx'
import { Icon } from '../../components/icon.tsx'
import { SourceNotice } from '../../components/source-notice.tsx'
import { Frame } from './sheet-frame.tsx'

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
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<AppError | null>(null)
  const { path } = file
  const hasTokens = file.remotes.some(({ name, hasToken }) => hasToken && names.includes(name))

  const take = async (): Promise<void> => {
    setBusy(true)
    const taken =
      names.length === 0
        ? null
        : await client.call('remotes.takeOver', { path, names: [...names], withTokens: hasTokens && withTokens })
    const step =
      taken?.ok === false || isKeptInStep === file.isKeptInStep
        ? null
        : await client.call('remotes.keepInStep', { path, isOn: isKeptInStep })
    setBusy(false)
    const failed = [taken, step].find((answer) => answer !== null && !answer.ok)
    if (failed && !failed.ok) return setError(failed.error)
    if (names.length > 0) confirmBriefly(text.takenOver(names.length))
    onClose()
  }
  return (
    <Frame
      title={text.takeOverTitle(file.program)}
      error={error}
      onClose={onClose}
      action={
        <Button
          variant="primary"
          isDisabled={names.length === 0 && isKeptInStep === file.isKeptInStep}
          isPending={isBusy}
          onPress={() => void take()}
        >
          {text.takeOverAction(names.length)}
        </Button>
      }
    >
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
    </Frame>
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

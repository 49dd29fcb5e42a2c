/** Where keys to import come from: pasted text, a file, or a keyring of another program, looked for on request. */
import { useState } from 'react'
import { FileTrigger } from 'react-aria-components'
import type { FoundRing } from '../../../src-shared/model/key.ts'
import { keyringText, ringName } from '../../../src-shared/text/keyring.ts'
import { useCall } from '../../app/use-call.ts'
import { Button } from '../../components/button.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { Field } from '../../components/field.tsx'
import { Icon } from '../../components/icon.tsx'
import { MiddleCut } from '../../components/middle-cut.tsx'
import { SkeletonRows } from '../../components/skeleton.tsx'

function RingRow({ ring, onChoose }: { readonly ring: FoundRing; readonly onChoose: () => void }) {
  const name = ringName(ring)
  return (
    <li className="key-change">
      <Icon name={ring.holds === 'secret' ? 'lock' : 'keys'} />
      <div className="stack">
        <span className="medium">{name}</span>
        <code className="quiet cut">
          <MiddleCut text={ring.path} />
        </code>
      </div>
      <Button onPress={onChoose} label={`${keyringText.lookInside}: ${name}`}>
        {keyringText.lookInside}
      </Button>
    </li>
  )
}

function Rings({ onRing }: { readonly onRing: (path: string) => void }) {
  const { value: rings, error, isLoading, reload } = useCall('keyring.rings', {})
  if (isLoading) return <SkeletonRows count={2} />
  if (rings === null) return error === null ? null : <ErrorState error={error} onRetry={reload} />
  if (rings.length === 0) return <p className="quiet">{keyringText.noRings}</p>
  return (
    <>
      <p className="quiet">{keyringText.ringsText}</p>
      <ul className="key-changes" aria-label={keyringText.otherPrograms}>
        {rings.map((ring) => (
          <RingRow key={ring.path} ring={ring} onChoose={() => onRing(ring.path)} />
        ))}
      </ul>
    </>
  )
}

export interface ImportSourceProps {
  /** What was chosen; null while text can be typed. */
  readonly chosenName: string | null
  readonly text: string
  readonly onText: (text: string) => void
  readonly onFile: (file: File | undefined) => void
  readonly onRing: (path: string) => void
}

export function ImportSource({ chosenName, text, onText, onFile, onRing }: ImportSourceProps) {
  const [hasRings, setRings] = useState(false)
  if (chosenName !== null) {
    return (
      <p className="line">
        <Icon name="file" />
        <code className="cut">
          <MiddleCut text={chosenName} />
        </code>
      </p>
    )
  }
  return (
    <>
      <Field
        label={keyringText.importPaste}
        value={text}
        onChange={onText}
        placeholder={keyringText.importPlaceholder}
        lines={text === '' ? 4 : 6}
        isCode
        autoFocus
      />
      <div className="line">
        <FileTrigger onSelect={(files) => onFile(files?.[0])}>
          <Button icon="file">{keyringText.chooseFile}</Button>
        </FileTrigger>
        <Button icon="search" isExpanded={hasRings} onPress={() => setRings(!hasRings)}>
          {keyringText.fromProgram}
        </Button>
      </div>
      {hasRings && <Rings onRing={onRing} />}
    </>
  )
}

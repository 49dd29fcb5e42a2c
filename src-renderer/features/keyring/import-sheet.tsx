/**
 * Import keys: paste, file, drop, or the keyring of another program; what would change is shown before anything
 * is stored. Secret halves become the user's own only one by one, each with its passphrase.
 */
import './keyring.css'
import { useState } from 'react'
import { type DropItem, DropZone } from 'react-aria-components'
import { keyringText } from '../../../src-shared/text/keyring.ts'
import { useClient } from '../../app/connection.ts'
import { confirmBriefly } from '../../app/messages.ts'
import { useCall } from '../../app/use-call.ts'
import { ActionSheet, useSheetRun } from '../../components/action-sheet.tsx'
import { Button } from '../../components/button.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { SourceNotice } from '../../components/source-notice.tsx'
import { ImportSecrets } from './import-secrets.tsx'
import { ImportSource } from './import-source.tsx'
import { KeyChangeList } from './key-change-list.tsx'
import { readKeyFile } from './key-file.ts'
import { type Material, openKeyringSheet } from './keyring-store.ts'

const close = (): void => openKeyringSheet(null)

/** Enough of a text to be worth asking about; while less is there, nothing is said to be wrong. */
const shortestMaterial = 40

export function ImportSheet({ initial }: { readonly initial: Material | null }) {
  const client = useClient()
  const [material, setMaterial] = useState<Material | null>(initial)
  /** What was chosen, as it is called; null while text is typed. */
  const [chosenName, setChosenName] = useState<string | null>(
    initial === null || initial.kind === 'text' ? null : initial.path,
  )
  const [isTooLarge, setTooLarge] = useState(false)
  const [leftOut, setLeftOut] = useState<ReadonlySet<string>>(new Set())
  const isAskable = material !== null && (material.kind !== 'text' || material.text.trim().length >= shortestMaterial)
  const {
    value: preview,
    error,
    isLoading,
    isRefreshing,
  } = useCall('keyring.previewImport', isAskable ? { material } : null, { refetchOn: ['keyring.changed'] })
  const shown = isAskable ? preview : null
  const changing = (shown?.changes ?? []).filter(({ effect }) => effect !== 'unchanged')
  const wanted = changing.filter(({ fingerprint }) => !leftOut.has(fingerprint)).map(({ fingerprint }) => fingerprint)

  const choose = (chosen: Material | null, name: string | null): void => {
    setMaterial(chosen)
    setChosenName(name)
    setLeftOut(new Set())
    setTooLarge(false)
  }
  const take = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return
    const read = await readKeyFile(file)
    if (read !== null) return choose(read, file.name)
    setTooLarge(true)
  }
  const drop = async ({ items }: { readonly items: readonly DropItem[] }): Promise<void> => {
    const file = items.find((item) => item.kind === 'file')
    if (file !== undefined) return take(await file.getFile())
    const text = items.find((item) => item.kind === 'text' && item.types.has('text/plain'))
    if (text?.kind === 'text') choose({ kind: 'text', text: await text.getText('text/plain') }, null)
  }
  const run = useSheetRun<unknown>(
    async () => {
      if (material === null) return { ok: true, value: null }
      const isPart = wanted.length < changing.length
      return client.call('keyring.import', { material, ...(isPart ? { only: wanted } : {}) })
    },
    () => {
      confirmBriefly(keyringText.imported(wanted.length))
      // Who also has secret halves in there has not finished yet.
      if ((shown?.secrets ?? []).every(({ isHere }) => isHere)) close()
    },
  )

  return (
    <ActionSheet
      title={keyringText.importTitle}
      subtitle={keyringText.importSubtitle}
      onClose={close}
      otherActions={chosenName !== null && <Button onPress={() => choose(null, null)}>{keyringText.readAgain}</Button>}
      variant="primary"
      action={keyringText.importAction(wanted.length, (shown?.secrets ?? []).length > 0)}
      isReady={wanted.length > 0 && !isRefreshing}
      isBusy={run.isBusy}
      onAction={run.start}
      error={run.error}
    >
      <DropZone className="import-sheet" aria-label={keyringText.importPaste} onDrop={(event) => void drop(event)}>
        <ImportSource
          chosenName={chosenName}
          text={material?.kind === 'text' && chosenName === null ? material.text : ''}
          onText={(text) => choose(text === '' ? null : { kind: 'text', text }, null)}
          onFile={(file) => void take(file)}
          onRing={(path) => choose({ kind: 'ring', path }, path)}
        />
        {isTooLarge && <SourceNotice kind="failed" title={keyringText.fileTooLarge} />}
        {isAskable && isLoading && <SkeletonRows count={2} />}
        {isAskable && <ErrorNotice error={error} />}
        {shown !== null && error === null && (
          <section className="section" aria-label={keyringText.wouldChange}>
            <h3>{keyringText.wouldChange}</h3>
            {changing.length === 0 && <p className="quiet">{keyringText.wouldChangeNothing}</p>}
            <KeyChangeList preview={shown} leftOut={leftOut} onLeftOut={setLeftOut} />
          </section>
        )}
        {shown !== null && material !== null && <ImportSecrets material={material} offered={shown.secrets} />}
      </DropZone>
    </ActionSheet>
  )
}

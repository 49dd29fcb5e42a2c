/** Import keys: paste, file or drop; what would change is shown before anything is stored. */
import './keyring.css'
import { useState } from 'react'
import { type DropItem, DropZone, FileTrigger } from 'react-aria-components'
import type { AppError } from '../../../src-shared/model/error.ts'
import { frameText } from '../../../src-shared/text/frame.ts'
import { keyringText } from '../../../src-shared/text/keyring.ts'
import { useClient } from '../../app/connection.ts'
import { confirmBriefly } from '../../app/messages.ts'
import { useCall } from '../../app/use-call.ts'
import { Button } from '../../components/button.tsx'
import { Field } from '../../components/field.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { SourceNotice } from '../../components/source-notice.tsx'
import { KeyChangeList } from './key-change-list.tsx'
import { readKeyFile } from './key-file.ts'
import { type Material, openKeyringSheet } from './keyring-store.ts'

const close = (): void => openKeyringSheet(null)

/** Enough of a text to be worth asking about; while less is there, nothing is said to be wrong. */
const shortestMaterial = 40

export function ImportSheet({ initial }: { readonly initial: Material | null }) {
  const client = useClient()
  const [material, setMaterial] = useState<Material | null>(initial)
  const [fileName, setFileName] = useState<string | null>(initial?.kind === 'file' ? initial.path : null)
  const [isTooLarge, setTooLarge] = useState(false)
  const [isStoring, setStoring] = useState(false)
  const [storeError, setStoreError] = useState<AppError | null>(null)
  const pasted = material?.kind === 'text' && fileName === null ? material.text : ''
  const isAskable = material !== null && (material.kind === 'file' || material.text.trim().length >= shortestMaterial)
  const { value: preview, error, isLoading } = useCall('keyring.previewImport', isAskable ? { material } : null)
  const shown = isAskable ? preview : null
  const changing = (shown?.changes ?? []).filter(({ effect }) => effect !== 'unchanged').length

  const take = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return
    const read = await readKeyFile(file)
    setTooLarge(read === null)
    if (read === null) return
    setMaterial(read)
    setFileName(file.name)
  }
  const again = (): void => {
    setMaterial(null)
    setFileName(null)
    setStoreError(null)
  }
  const drop = async ({ items }: { readonly items: readonly DropItem[] }): Promise<void> => {
    const file = items.find((item) => item.kind === 'file')
    if (file !== undefined) await take(await file.getFile())
  }
  const store = async (): Promise<void> => {
    if (material === null) return
    setStoring(true)
    const result = await client.call('keyring.import', { material })
    setStoring(false)
    if (!result.ok) return setStoreError(result.error)
    confirmBriefly(keyringText.imported(changing))
    close()
  }

  return (
    <Sheet
      title={keyringText.importTitle}
      subtitle={keyringText.importSubtitle}
      isOpen
      onClose={close}
      footer={
        <>
          <Button variant="ghost" className="first" onPress={close}>
            {frameText.cancel}
          </Button>
          {fileName !== null && <Button onPress={again}>{keyringText.readAgain}</Button>}
          <Button variant="primary" isDisabled={changing === 0} isPending={isStoring} onPress={() => void store()}>
            {keyringText.importAction(changing)}
          </Button>
        </>
      }
    >
      <DropZone className="import-sheet" aria-label={keyringText.importPaste} onDrop={(event) => void drop(event)}>
        {fileName === null ? (
          <>
            <Field
              label={keyringText.importPaste}
              value={pasted}
              onChange={(text) => setMaterial(text === '' ? null : { kind: 'text', text })}
              placeholder={keyringText.importPlaceholder}
              lines={6}
              isCode
              autoFocus
            />
            <FileTrigger onSelect={(files) => void take(files?.[0])}>
              <Button icon="file">{keyringText.chooseFile}</Button>
            </FileTrigger>
          </>
        ) : (
          <p className="line">
            <code className="cut">{fileName}</code>
          </p>
        )}
        {isTooLarge && <SourceNotice kind="failed" title={keyringText.fileTooLarge} />}
        {isAskable && isLoading && <SkeletonRows count={2} />}
        {isAskable && error !== null && (
          <SourceNotice
            kind="failed"
            title={error.message}
            {...(error.hint === undefined ? {} : { text: error.hint })}
          />
        )}
        {shown !== null && error === null && (
          <section className="section" aria-label={keyringText.wouldChange}>
            <h3>{keyringText.wouldChange}</h3>
            {changing === 0 && <p className="quiet">{keyringText.wouldChangeNothing}</p>}
            <KeyChangeList preview={shown} />
          </section>
        )}
        {storeError !== null && (
          <SourceNotice
            kind="failed"
            title={storeError.message}
            {...(storeError.hint === undefined ? {} : { text: storeError.hint })}
          />
        )}
      </DropZone>
    </Sheet>
  )
}

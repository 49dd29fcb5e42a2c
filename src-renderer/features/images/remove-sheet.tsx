/** Asks before images leave the list, and whether their files go as well. Keeping the files is chosen. */
import './images.css'
import { useState } from 'react'
import { useStore } from 'zustand'
import type { AppError } from '../../../src-shared/model/error.ts'
import type { ImageSummary } from '../../../src-shared/model/image.ts'
import { formatSize } from '../../../src-shared/text/format.ts'
import { frameText } from '../../../src-shared/text/frame.ts'
import { imagesText } from '../../../src-shared/text/images.ts'
import { addressOf, readRoute } from '../../app/address.ts'
import { currentClient } from '../../app/connection.ts'
import { confirmBriefly } from '../../app/messages.ts'
import { navigate, useRouter } from '../../app/router.ts'
import { Button } from '../../components/button.tsx'
import { RadioGroup } from '../../components/choice.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { removeStore } from './images.ts'

type Files = 'keep' | 'delete'

/** Names beyond these are counted. */
const mostNames = 8

function RemoveForm({ images, onClose }: { readonly images: readonly ImageSummary[]; readonly onClose: () => void }) {
  const [files, setFiles] = useState<Files>('keep')
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<AppError | null>(null)
  const count = images.length
  const sizeBytes = images.reduce((sum, image) => sum + image.sizeBytes, 0)

  const remove = async (): Promise<void> => {
    setBusy(true)
    setError(null)
    const ids = images.map((image) => image.id)
    const answer = await currentClient().call('images.remove', { ids, deleteFiles: files === 'delete' })
    setBusy(false)
    if (!answer.ok) return setError(answer.error)
    const route = readRoute(useRouter.getState().text)
    // The page of an image whose file is gone has nothing to show.
    if (route.view === 'image' && images.some((image) => image.path === route.path)) navigate(addressOf.images())
    confirmBriefly(imagesText.removed(answer.value.removed))
    onClose()
  }

  return (
    <Sheet
      title={imagesText.removeTitle(count)}
      subtitle={count === 1 ? imagesText.removeTextOne : imagesText.removeText}
      width="small"
      isOpen
      onClose={onClose}
      isDismissable
      footer={
        <>
          <Button variant="ghost" className="first" onPress={onClose}>
            {frameText.cancel}
          </Button>
          <Button variant="danger" icon="trash" isPending={isBusy} onPress={() => void remove()}>
            {files === 'delete' ? imagesText.deleteButton(count) : imagesText.removeButton(count)}
          </Button>
        </>
      }
    >
      <ul className="remove-names">
        {images.slice(0, mostNames).map((image) => (
          <li key={image.id} className="line">
            <span className="cut medium" title={image.path}>
              {image.name}
            </span>
            <span className="quiet push-end nowrap">{formatSize(image.sizeBytes)}</span>
          </li>
        ))}
        {count > mostNames && <li className="quiet">{imagesText.andMore(count - mostNames)}</li>}
      </ul>
      <RadioGroup<Files>
        label={imagesText.removeTitle(count)}
        hidesLabel
        value={files}
        onChange={setFiles}
        choices={[
          { value: 'keep', label: imagesText.removeKeep, note: imagesText.removeKeepNote },
          {
            value: 'delete',
            label: imagesText.removeDelete,
            note: imagesText.removeDeleteNote(formatSize(sizeBytes)),
          },
        ]}
      />
      <ErrorNotice error={error} />
    </Sheet>
  )
}

export function RemoveSheet() {
  const images = useStore(removeStore, (state) => state.images)
  if (images.length === 0) return null
  return <RemoveForm images={images} onClose={() => removeStore.setState({ images: [] })} />
}

/** Above the list: that images are being added, and what came of it when not all went well. */
import './images.css'
import { useState } from 'react'
import { useStore } from 'zustand'
import { imagesText } from '../../../src-shared/text/images.ts'
import { Button } from '../../components/button.tsx'
import { SourceNotice } from '../../components/source-notice.tsx'
import type { NotAdded } from './add-store.ts'
import { addStore } from './images.ts'

function Failed({ failed }: { readonly failed: readonly NotAdded[] }) {
  const [isOpen, setOpen] = useState(failed.length <= 3)
  return (
    <SourceNotice
      kind="failed"
      title={imagesText.addFailed(failed.length)}
      action={
        <span className="line">
          <Button variant="ghost" isExpanded={isOpen} onPress={() => setOpen(!isOpen)}>
            {imagesText.details}
          </Button>
          <Button onPress={() => addStore.dismiss()}>{imagesText.dismiss}</Button>
        </span>
      }
      {...(isOpen
        ? {
            text: (
              <ul className="not-added">
                {failed.map((one) => (
                  <li key={one.path}>
                    <code>{one.path}</code> {one.message}
                  </li>
                ))}
              </ul>
            ),
          }
        : {})}
    />
  )
}

export function AddNotices() {
  const { running, outcome, error } = useStore(addStore.state)
  if (error !== null) {
    return (
      <SourceNotice
        kind="failed"
        title={error.message}
        action={<Button onPress={() => addStore.dismiss()}>{imagesText.dismiss}</Button>}
        {...(error.hint === undefined ? {} : { text: error.hint })}
      />
    )
  }
  if (running.size > 0) return <SourceNotice kind="waiting" title={imagesText.adding} />
  if (outcome === null) return null
  if (outcome.failed.length > 0) return <Failed failed={outcome.failed} />
  if (outcome.added > 0) return null
  return (
    <SourceNotice
      kind="information"
      title={imagesText.addNothing}
      action={<Button onPress={() => addStore.dismiss()}>{imagesText.dismiss}</Button>}
    />
  )
}

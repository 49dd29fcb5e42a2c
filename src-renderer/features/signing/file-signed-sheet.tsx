/**
 * What is left to do after an image was signed with a key from a file: hand its public half on, and keep it
 * here if the user wants that. The private half is gone from memory by now.
 */
import './signing.css'
import { useState } from 'react'
import { frameText } from '../../../src-shared/text/frame.ts'
import { signingFileText as text } from '../../../src-shared/text/signing-file.ts'
import { useClient } from '../../app/connection.ts'
import { saveText } from '../../app/save-text.ts'
import { useSheetRun } from '../../components/action-sheet.tsx'
import { Button } from '../../components/button.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { Icon } from '../../components/icon.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { useKnownKey } from './key-file.tsx'

export interface FileSignedSheetProps {
  readonly path: string
  /** Name of the image. */
  readonly name: string
  readonly publicKey: string
  readonly onClose: () => void
}

export function FileSignedSheet({ path, name, publicKey, onClose }: FileSignedSheetProps) {
  const client = useClient()
  const known = useKnownKey(publicKey)
  const [said, setSaid] = useState<string | null>(null)
  const [isKept, setKept] = useState(false)
  const keeping = useSheetRun(
    () => client.call('signatures.keepSigner', { signer: publicKey }),
    () => {
      setKept(true)
      void client.call('signatures.verify', { path })
    },
  )
  const save = async (): Promise<void> => {
    const outcome = await saveText({
      name: 'public-key.pem',
      text: publicKey,
      mediaType: 'application/x-pem-file',
      title: text.savePublicKey,
      isPrivate: false,
    })
    switch (outcome.kind) {
      case 'saved':
        return setSaid(text.savedPublicKey(outcome.path))
      case 'handedOver':
        return setSaid(text.handedOver)
      case 'failed':
        return setSaid(outcome.error.message)
      case 'cancelled':
        return setSaid(null)
    }
  }
  return (
    <Sheet
      title={text.signedTitle(name)}
      subtitle={text.signedSubtitle}
      width="medium"
      isOpen
      onClose={onClose}
      footer={
        <Button className="first" onPress={onClose}>
          {frameText.close}
        </Button>
      }
    >
      <section className="section" aria-label={text.publicKey}>
        <div className="line">
          <h3 className="grow">{text.publicKey}</h3>
          <CopyButton text={publicKey} label={text.copyPublicKey} hasWord />
          <Button variant="ghost" onPress={() => void save()}>
            {text.savePublicKey}
          </Button>
        </div>
        <pre className="key-file-public">{publicKey.trim()}</pre>
        {known.name !== null && (
          <code className="cut quiet" title={known.name}>
            {known.name}
          </code>
        )}
        <p role="status" className="quiet own-path">
          {said}
        </p>
      </section>
      <section className="section key-file-after" aria-label={text.keep}>
        {isKept || known.kept !== null ? (
          <p className="own-info" role="status">
            <Icon name="check" />
            {text.isKept}
          </p>
        ) : (
          <div className="line key-file-keep">
            <p className="quiet grow">{text.keepText}</p>
            <Button isPending={keeping.isBusy} onPress={keeping.start}>
              {text.keep}
            </Button>
          </div>
        )}
        <ErrorNotice error={keeping.error} />
      </section>
    </Sheet>
  )
}

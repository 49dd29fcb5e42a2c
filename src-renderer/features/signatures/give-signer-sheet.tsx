/** Gives a public key or certificate for checking key signatures: shows first what it is, then keeps it. */
import './signatures.css'
import { useState } from 'react'
import { Form } from 'react-aria-components'
import { signerCertificateText as words } from '../../../src-shared/text/signer-certificate.ts'
import { useClient } from '../../app/connection.ts'
import { confirmBriefly } from '../../app/messages.ts'
import { useCall } from '../../app/use-call.ts'
import { ActionSheet, useSheetRun } from '../../components/action-sheet.tsx'
import { Button } from '../../components/button.tsx'
import { Check } from '../../components/choice.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { GivenFile } from './given-file.tsx'
import { SignerFacts } from './signer-facts.tsx'

/** Less is no key and no certificate; while less is there, nothing is said to be wrong. */
const shortestPem = 60

function Kept() {
  const client = useClient()
  const { value: signers, reload } = useCall('signatures.signers', {}, { refetchOn: ['keyring.changed'] })
  if (signers === null || signers.length === 0) return null
  const forget = async (id: string): Promise<void> => {
    const answer = await client.call('signatures.forgetSigner', { id })
    confirmBriefly(answer.ok ? words.forgotten : answer.error.message)
    reload()
  }
  return (
    <section className="section" aria-label={words.kept}>
      <h3>{words.kept}</h3>
      <ul className="kept-signers">
        {signers.map((signer) => (
          <li key={signer.id} className="line">
            <span className="cut grow" title={signer.certificate?.subject}>
              {signer.name}
            </span>
            <Button variant="ghost" icon="trash" onPress={() => void forget(signer.id)}>
              {words.forget}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  )
}

export function GiveSignerSheet({ onClose, onKept }: { readonly onClose: () => void; readonly onKept: () => void }) {
  const client = useClient()
  const [signer, setSigner] = useState('')
  const [intermediates, setIntermediates] = useState('')
  const [roots, setRoots] = useState('')
  const [askRevocation, setAskRevocation] = useState(false)
  const isCertificate = signer.includes('BEGIN CERTIFICATE')
  const material = {
    signer,
    askRevocation,
    ...(isCertificate && intermediates.trim() !== '' ? { intermediates } : {}),
    ...(isCertificate && roots.trim() !== '' ? { roots } : {}),
  }
  const isAskable = signer.trim().length >= shortestPem
  const { value, error, isLoading, isRefreshing } = useCall('signatures.previewSigner', isAskable ? material : null)
  const preview = isAskable && error === null ? value : null
  const problem = isAskable ? error : null
  const run = useSheetRun(() => client.call('signatures.keepSigner', material), onKept)
  return (
    <ActionSheet
      title={words.giveTitle}
      subtitle={words.giveSubtitle}
      width="medium"
      onClose={onClose}
      variant="primary"
      action={words.keep}
      // Only what is shown is kept.
      isReady={preview !== null && !isRefreshing}
      isBusy={run.isBusy}
      onAction={run.start}
      error={run.error}
    >
      <Form className="give-signer" onSubmit={(event) => event.preventDefault()}>
        <GivenFile
          label={words.signer}
          text={signer}
          onChange={setSigner}
          placeholder={words.signerPlaceholder}
          autoFocus
        />
        {isCertificate && (
          <>
            <GivenFile label={words.intermediates} text={intermediates} onChange={setIntermediates} />
            <GivenFile label={words.roots} text={roots} onChange={setRoots} />
            <Check isChecked={askRevocation} onChange={setAskRevocation} note={words.askIssuerNote}>
              {words.askIssuer}
            </Check>
          </>
        )}
        {isAskable && isLoading && <SkeletonRows count={2} />}
        <ErrorNotice error={problem} />
        {preview !== null && (
          <section className="section" aria-label={words.whatItIs}>
            <h3>{words.whatItIs}</h3>
            <SignerFacts signer={preview} />
          </section>
        )}
        <Kept />
      </Form>
    </ActionSheet>
  )
}

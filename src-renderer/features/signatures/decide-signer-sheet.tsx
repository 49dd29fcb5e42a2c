/**
 * The decision about who holds a certificate or plain key: what it says, comparison with what was given by
 * another way, and the same four choices as for any signer. Nothing here is a default button.
 */
import './signatures.css'
import { useState } from 'react'
import { type CertificateFinding, holderName } from '../../../src-shared/model/certificate.ts'
import { displayClaim } from '../../../src-shared/model/claims.ts'
import type { SignatureFinding } from '../../../src-shared/model/verification.ts'
import { frameText } from '../../../src-shared/text/frame.ts'
import { signerCertificateText as words } from '../../../src-shared/text/signer-certificate.ts'
import { useCall } from '../../app/use-call.ts'
import { Button } from '../../components/button.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { ComparePanel } from '../trust/compare-panel.tsx'
import { DecisionForm } from '../trust/decision-form.tsx'
import { DecisionList } from '../trust/decision-list.tsx'
import { decisionsAbout, everywhereOption } from '../trust/decision-view.ts'
import { useComparison } from '../trust/use-comparison.ts'
import { SignerFacts } from './signer-facts.tsx'

/** What a decision about a key signature is about; null where nobody can be decided about. */
export function decidableSigner(finding: SignatureFinding): string | null {
  if (finding.state !== 'intact') return null
  if (finding.certificate === undefined) return finding.plainKey ?? null
  const { identity, state } = finding.certificate
  return state === 'ok' || state === 'expired' ? identity : null
}

export interface DecideSignerSheetProps {
  /** What names the holder; null for a plain key. */
  readonly certificate: CertificateFinding | null
  readonly identity: string
  readonly onClose: () => void
}

export function DecideSignerSheet({ certificate, identity, onClose }: DecideSignerSheetProps) {
  const [text, setText] = useState('')
  const [isReadAloud, setReadAloud] = useState(false)
  const shown = certificate?.fingerprint ?? identity
  const compared = useComparison(shown, text)
  const { value: all } = useCall('trust.list', {}, { refetchOn: ['trust.changed'] })
  const decisions = decisionsAbout(identity, all ?? [])
  const name = certificate === null ? '' : displayClaim(holderName(certificate.subject), 60)
  return (
    <Sheet
      title={certificate === null ? words.decideKeyTitle : words.decideTitle(name)}
      subtitle={certificate === null ? words.decideKeySubtitle : words.decideSubtitle}
      width="wide"
      isOpen
      onClose={onClose}
      footer={
        <Button variant="ghost" className="first" onPress={onClose}>
          {frameText.close}
        </Button>
      }
    >
      <div className="decide-signer">
        {certificate !== null && <SignerFacts signer={{ name, certificate }} />}
        <DecisionList decisions={decisions} />
        <ComparePanel
          fingerprint={shown}
          compared={compared}
          text={text}
          onText={setText}
          isReadAloud={isReadAloud}
          onReadAloud={setReadAloud}
        />
        <DecisionForm
          fingerprint={identity}
          compared={compared}
          options={[everywhereOption]}
          isDecided={decisions.length > 0}
        />
      </div>
    </Sheet>
  )
}

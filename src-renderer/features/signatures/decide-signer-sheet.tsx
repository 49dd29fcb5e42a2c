/**
 * The decision about who holds a certificate or plain key: what it says, comparison with what was given by
 * another way, and the same four choices as for any signer. Nothing here is a default button.
 */
import './signatures.css'
import { useState } from 'react'
import { holderName } from '../../../src-shared/model/certificate.ts'
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
  readonly finding: SignatureFinding
  readonly identity: string
  readonly onClose: () => void
}

export function DecideSignerSheet({ finding, identity, onClose }: DecideSignerSheetProps) {
  const { certificate } = finding
  const [text, setText] = useState('')
  const [isReadAloud, setReadAloud] = useState(false)
  const shown = certificate?.fingerprint ?? identity
  const compared = useComparison(shown, text)
  const { value: all } = useCall('trust.list', {}, { refetchOn: ['trust.changed'] })
  const decisions = decisionsAbout(identity, all ?? [])
  const name = certificate === undefined ? '' : displayClaim(holderName(certificate.subject), 60)
  return (
    <Sheet
      title={certificate === undefined ? words.decideKeyTitle : words.decideTitle(name)}
      subtitle={certificate === undefined ? words.decideKeySubtitle : words.decideSubtitle}
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
        {certificate !== undefined && <SignerFacts signer={{ name, certificate }} />}
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

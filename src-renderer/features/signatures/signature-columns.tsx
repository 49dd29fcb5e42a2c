/** What a verification found, one column per signature with its checks and what can be done about it; one for the file. */
import './signatures.css'
import { useState } from 'react'
import type { CertificateFinding } from '../../../src-shared/model/certificate.ts'
import type { Inspection } from '../../../src-shared/model/inspection.ts'
import { judgeSignature } from '../../../src-shared/model/verdict.ts'
import type { SignatureFinding, Verification } from '../../../src-shared/model/verification.ts'
import { formatDateTime } from '../../../src-shared/text/format.ts'
import { inspectText } from '../../../src-shared/text/inspect.ts'
import { signerCertificateText } from '../../../src-shared/text/signer-certificate.ts'
import { signingText } from '../../../src-shared/text/signing.ts'
import { partCheckName } from '../../../src-shared/text/verdicts/index.ts'
import { Button } from '../../components/button.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { Fingerprint } from '../../components/fingerprint.tsx'
import { VerdictBadge } from '../../components/verdict-badge.tsx'
import { openSigning } from '../signing/signing-store.ts'
import { CheckList } from './check-list.tsx'
import { checksAbout } from './check-view.ts'
import { DecideSignerSheet, decidableSigner } from './decide-signer-sheet.tsx'
import { GiveSignerSheet } from './give-signer-sheet.tsx'
import { SignatureDetail } from './signature-detail.tsx'
import { SignerName } from './signer-name.tsx'
import type { VerifyOptions } from './verification-store.ts'

export interface SignatureColumnsProps {
  readonly path: string
  readonly inspection: Inspection
  readonly verification: Verification
  /** A check is running. */
  readonly isRunning: boolean
  /** Asks the same question again. */
  readonly onCheck: (options?: VerifyOptions) => void
  readonly onShowSigner: (fingerprint: string) => void
  /** Puts the focus on the part of the map that speaks. */
  readonly onShowOnMap: (objectId: number) => void
}

/** What can be done about signatures that are no signature objects. */
function AttachedActions({
  verification,
  onSheet,
}: {
  readonly verification: Verification
  readonly onSheet: (sheet: SignerSheet) => void
}) {
  const attached = verification.attached ?? []
  const identities = [
    ...new Set(attached.flatMap(({ state, plainKey }) => (state === 'intact' ? (plainKey ?? []) : []))),
  ]
  const isMissing = attached.some(({ problem }) => problem?.code === 'KEY_MISSING')
  if (identities.length === 0 && !isMissing) return null
  return (
    <div className="line signature-actions">
      {isMissing && (
        <Button icon="keys" onPress={() => onSheet({ kind: 'give' })}>
          {signerCertificateText.give}
        </Button>
      )}
      {identities.map((identity) => (
        <Button key={identity} onPress={() => onSheet({ kind: 'decide', certificate: null, identity })}>
          {signerCertificateText.decide}
        </Button>
      ))}
    </div>
  )
}

function isIssuerUnasked({ certificate }: SignatureFinding): boolean {
  const revocation = certificate?.revocation
  return revocation?.kind === 'notChecked' && revocation.reason !== 'nowhere'
}

type SignerSheet =
  | { readonly kind: 'give' }
  | { readonly kind: 'decide'; readonly certificate: CertificateFinding | null; readonly identity: string }

function SignatureColumn(
  props: SignatureColumnsProps & {
    readonly finding: SignatureFinding
    readonly onSheet: (sheet: SignerSheet) => void
  },
) {
  const { path, inspection, verification, finding, isRunning, onCheck, onShowSigner, onShowOnMap, onSheet } = props
  const isByKey = finding.scheme === 'dsse'
  const identity = decidableSigner(finding)
  const { objectId, fingerprint } = finding
  const verdict = judgeSignature(finding)
  const object = inspection.objects.find((one) => one.id === objectId)
  return (
    <section className="signature-column" aria-label={inspectText.signatureTitle(objectId)}>
      <header>
        <div className="line signature-title">
          <VerdictBadge verdict={verdict} form="badge" />
          <h2 className="cut">
            <SignerName finding={finding} />
          </h2>
          <span className="quiet small nowrap push-end">
            {inspectText.signatureTitle(objectId)}
            {finding.signedAt !== null && ` · ${formatDateTime(finding.signedAt)}`}
          </span>
        </div>
        <div className="line signature-key">
          {fingerprint === null ? (
            <span className="quiet">{inspectText.keyNotNamed}</span>
          ) : (
            <>
              <Fingerprint fingerprint={fingerprint} />
              <span className="push-end">
                <CopyButton text={fingerprint} label={inspectText.copyFingerprint} />
              </span>
            </>
          )}
        </div>
      </header>
      <CheckList
        label={inspectText.checksOfSignature(objectId)}
        checks={checksAbout(verification, objectId)}
        finding={finding}
      />
      {object !== undefined && <SignatureDetail path={path} finding={finding} object={object} />}
      <div className="line signature-actions">
        {isByKey && !finding.key.known && (
          <Button icon="keys" onPress={() => onSheet({ kind: 'give' })}>
            {signerCertificateText.give}
          </Button>
        )}
        {isIssuerUnasked(finding) && (
          <Button
            icon="search"
            tooltip={signerCertificateText.askIssuerNote}
            isPending={isRunning}
            onPress={() => onCheck({ lookUpKeys: true })}
          >
            {signerCertificateText.askIssuer}
          </Button>
        )}
        {identity !== null && (
          <Button onPress={() => onSheet({ kind: 'decide', certificate: finding.certificate ?? null, identity })}>
            {signerCertificateText.decide}
          </Button>
        )}
        {fingerprint !== null && finding.key.known && (
          <Button onPress={() => onShowSigner(fingerprint)}>
            {verdict === 'unknown' || verdict === 'accepted' ? inspectText.checkSigner : inspectText.showSigner}
          </Button>
        )}
        {fingerprint !== null && !finding.key.known && (
          <Button
            icon="search"
            tooltip={inspectText.lookUpKeyTip}
            isPending={isRunning}
            onPress={() => onCheck({ lookUpKeys: true })}
          >
            {inspectText.lookUpKey}
          </Button>
        )}
        <Button variant="ghost" icon="eye" onPress={() => onShowOnMap(objectId)}>
          {inspectText.showOnMap}
        </Button>
        {object !== undefined && (
          <Button
            variant="ghost"
            icon="trash"
            onPress={() =>
              openSigning({ kind: 'remove', path, objectId, isLast: verification.signatures.length === 1 })
            }
          >
            {signingText.remove}
          </Button>
        )}
      </div>
    </section>
  )
}

export function SignatureColumns(props: SignatureColumnsProps) {
  const { verification } = props
  const [sheet, setSheet] = useState<SignerSheet | null>(null)
  const close = (): void => setSheet(null)
  // What was asked about stands above the columns already.
  const aboutFile = checksAbout(verification, null).filter(({ name }) => name !== partCheckName)
  return (
    <>
      <div className="signature-columns">
        {aboutFile.length > 0 && (
          <section className="signature-column" aria-label={inspectText.aboutTheFile}>
            <header>
              <h2>{inspectText.aboutTheFile}</h2>
            </header>
            <CheckList label={inspectText.checksOfFile} checks={aboutFile} finding={null} />
            <AttachedActions verification={verification} onSheet={setSheet} />
          </section>
        )}
        {verification.signatures
          .filter(({ state }) => state !== 'notAsked')
          .map((finding) => (
            <SignatureColumn key={finding.objectId} {...props} finding={finding} onSheet={setSheet} />
          ))}
      </div>
      {sheet?.kind === 'give' && (
        <GiveSignerSheet
          onClose={close}
          onKept={() => {
            close()
            props.onCheck()
          }}
        />
      )}
      {sheet?.kind === 'decide' && (
        <DecideSignerSheet certificate={sheet.certificate} identity={sheet.identity} onClose={close} />
      )}
    </>
  )
}

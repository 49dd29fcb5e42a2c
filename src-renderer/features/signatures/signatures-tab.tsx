/** The Signatures tab: one column per signature, each with its checks; raw detail folded. */
import './signatures.css'
import { useState } from 'react'
import type { CertificateFinding } from '../../../src-shared/model/certificate.ts'
import type { Inspection } from '../../../src-shared/model/inspection.ts'
import { judgeSignature } from '../../../src-shared/model/verdict.ts'
import type { SignatureFinding, Verification } from '../../../src-shared/model/verification.ts'
import { formatDateTime, formatRelative } from '../../../src-shared/text/format.ts'
import { inspectText } from '../../../src-shared/text/inspect.ts'
import { signerCertificateText } from '../../../src-shared/text/signer-certificate.ts'
import { signingText } from '../../../src-shared/text/signing.ts'
import { Button } from '../../components/button.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Fingerprint } from '../../components/fingerprint.tsx'
import { ScrollPane } from '../../components/scroll-pane.tsx'
import { VerdictBadge } from '../../components/verdict-badge.tsx'
import { openSigning } from '../signing/signing-store.ts'
import { CheckList } from './check-list.tsx'
import { type CheckCounts, checksAbout, countChecks } from './check-view.ts'
import { DecideSignerSheet, decidableSigner } from './decide-signer-sheet.tsx'
import { GiveSignerSheet } from './give-signer-sheet.tsx'
import { SignatureDetail } from './signature-detail.tsx'
import { SignerName } from './signer-name.tsx'
import type { VerificationStatus, VerificationStore } from './verification-store.ts'

export interface SignaturesTabProps {
  readonly path: string
  readonly inspection: Inspection
  readonly status: VerificationStatus
  readonly verification: Verification | null
  readonly store: VerificationStore
  readonly onShowSigner: (fingerprint: string) => void
  /** Puts the focus on the part of the map that speaks. */
  readonly onShowOnMap: (objectId: number) => void
}

function countsText(counts: CheckCounts): string {
  const { resultCounts } = inspectText
  return (['done', 'failed', 'open', 'notPossible'] as const)
    .filter((result) => counts[result] > 0)
    .map((result) => `${counts[result]} ${resultCounts[result]}`)
    .join(', ')
}

function Head({ path, verification, status, store }: SignaturesTabProps & { readonly verification: Verification }) {
  const isRunning = status.kind === 'running'
  const hasLegacy = verification.signatures.some((finding) => finding.problem?.code === 'LEGACY_NOT_ASKED')
  return (
    <div className="content-head signatures-head">
      <span className="grow cut">
        <b className="medium">{inspectText.signaturesChecks(verification.checks.length)}</b>{' '}
        <span className="quiet" title={formatDateTime(verification.checkedAt)}>
          {inspectText.signaturesOf(verification.signatures.length)} · {countsText(countChecks(verification.checks))} ·{' '}
          {inspectText.checkedWhen(lowerStart(formatRelative(verification.checkedAt)))}
        </span>
      </span>
      {hasLegacy && (
        <Button isPending={isRunning} onPress={() => void store.verify({ legacy: true })}>
          {inspectText.checkLegacy}
        </Button>
      )}
      <Button icon="sign" onPress={() => openSigning({ kind: 'sign', path })}>
        {signingText.sign}
      </Button>
      <Button icon="refresh" isPending={isRunning} onPress={() => void store.verify()}>
        {inspectText.checkAgain}
      </Button>
    </div>
  )
}

const lowerStart = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1)

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
  props: SignaturesTabProps & {
    readonly verification: Verification
    readonly finding: SignatureFinding
    readonly onSheet: (sheet: SignerSheet) => void
  },
) {
  const { path, inspection, verification, finding, store, status, onShowSigner, onShowOnMap, onSheet } = props
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
            isPending={status.kind === 'running'}
            onPress={() => void store.verify({ lookUpKeys: true })}
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
            isPending={status.kind === 'running'}
            onPress={() => void store.verify({ lookUpKeys: true })}
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

export function SignaturesTab(props: SignaturesTabProps) {
  const { verification, store } = props
  const [sheet, setSheet] = useState<SignerSheet | null>(null)
  const close = (): void => setSheet(null)
  if (verification === null) return <div className="single-view" />
  const aboutFile = checksAbout(verification, null)
  return (
    <div className="single-view">
      <Head {...props} verification={verification} />
      <ScrollPane label={inspectText.tabSignatures} className="signatures">
        {verification.signatures.length === 0 && verification.verdict === 'notSigned' ? (
          <EmptyState title={inspectText.notSignedTitle} text={inspectText.notSignedText} />
        ) : (
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
            {verification.signatures.map((finding) => (
              <SignatureColumn
                key={finding.objectId}
                {...props}
                verification={verification}
                finding={finding}
                onSheet={setSheet}
              />
            ))}
          </div>
        )}
      </ScrollPane>
      {sheet?.kind === 'give' && (
        <GiveSignerSheet
          onClose={close}
          onKept={() => {
            close()
            void store.verify()
          }}
        />
      )}
      {sheet?.kind === 'decide' && (
        <DecideSignerSheet certificate={sheet.certificate} identity={sheet.identity} onClose={close} />
      )}
    </div>
  )
}

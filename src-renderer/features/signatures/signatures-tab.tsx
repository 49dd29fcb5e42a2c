/** The Signatures tab: one column per signature, each with its checks; or one part of the image, checked alone. */
import './signatures.css'
import type { Inspection } from '../../../src-shared/model/inspection.ts'
import type { Verification } from '../../../src-shared/model/verification.ts'
import { formatDateTime, formatRelative } from '../../../src-shared/text/format.ts'
import { inspectText } from '../../../src-shared/text/inspect.ts'
import { signingText } from '../../../src-shared/text/signing.ts'
import { addressOf } from '../../app/address.ts'
import { navigate, useQueryValue } from '../../app/router.ts'
import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ScrollPane } from '../../components/scroll-pane.tsx'
import { SplitButton } from '../../components/split-button.tsx'
import { openSigning } from '../signing/signing-store.ts'
import { type CheckCounts, countChecks } from './check-view.ts'
import { type ImagePart, partEntries, partOf, partQuery, partValue } from './part-check.ts'
import { PartView } from './part-view.tsx'
import { SignatureColumns } from './signature-columns.tsx'
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

function Head(
  props: SignaturesTabProps & {
    readonly verification: Verification
    readonly onCheckPart: (part: ImagePart) => void
    readonly onShowObjects: () => void
  },
) {
  const { path, inspection, verification, status, store, onCheckPart, onShowObjects } = props
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
      <SplitButton
        icon="refresh"
        isDisabled={isRunning}
        onPress={() => void store.verify()}
        entries={partEntries(inspection, onCheckPart, onShowObjects)}
        menuLabel={inspectText.checkPart}
      >
        {inspectText.checkAgain}
      </SplitButton>
    </div>
  )
}

const lowerStart = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1)

export function SignaturesTab(props: SignaturesTabProps) {
  const { path, inspection, verification, status, store, onShowSigner, onShowOnMap } = props
  const [partText] = useQueryValue(partQuery)
  const part = partOf(partText)
  const checkPart = (next: ImagePart): void =>
    navigate(addressOf.image(path, 'signatures', { [partQuery]: partValue(next) }))
  const showObjects = (): void => navigate(addressOf.image(path, 'objects'))
  if (part !== null) {
    return (
      <PartView
        key={partValue(part)}
        path={path}
        inspection={inspection}
        part={part}
        onShowSigner={onShowSigner}
        onShowOnMap={onShowOnMap}
        onCheckPart={checkPart}
        onShowObjects={showObjects}
        onLeave={() => navigate(addressOf.image(path, 'signatures'))}
      />
    )
  }
  if (verification === null) return <div className="single-view" />
  return (
    <div className="single-view">
      <Head {...props} verification={verification} onCheckPart={checkPart} onShowObjects={showObjects} />
      <ScrollPane label={inspectText.tabSignatures} className="signatures">
        {verification.signatures.length === 0 && verification.verdict === 'notSigned' ? (
          <EmptyState title={inspectText.notSignedTitle} text={inspectText.notSignedText} />
        ) : (
          <SignatureColumns
            path={path}
            inspection={inspection}
            verification={verification}
            isRunning={status.kind === 'running'}
            onCheck={(options) => void store.verify(options)}
            onShowSigner={onShowSigner}
            onShowOnMap={onShowOnMap}
          />
        )}
      </ScrollPane>
    </div>
  )
}

/** A check of one group or object alone: what came out, and what nobody looked at, in the place of the whole file's. */
import './signatures.css'
import type { Inspection } from '../../../src-shared/model/inspection.ts'
import { frameText } from '../../../src-shared/text/frame.ts'
import { inspectText } from '../../../src-shared/text/inspect.ts'
import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { ScrollPane } from '../../components/scroll-pane.tsx'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { SplitButton } from '../../components/split-button.tsx'
import { ThinBar } from '../../components/thin-bar.tsx'
import { VerdictBanner } from '../../components/verdict-banner.tsx'
import { type ImagePart, partEntries } from './part-check.ts'
import { SignatureColumns } from './signature-columns.tsx'
import { usePartCheck } from './use-part-check.ts'

export interface PartViewProps {
  readonly path: string
  readonly inspection: Inspection
  readonly part: ImagePart
  readonly onShowSigner: (fingerprint: string) => void
  readonly onShowOnMap: (objectId: number) => void
  readonly onCheckPart: (part: ImagePart) => void
  readonly onShowObjects: () => void
  /** Back to what is said of the whole file. */
  readonly onLeave: () => void
}

export function PartView(props: PartViewProps) {
  const { path, inspection, part, onShowSigner, onShowOnMap, onCheckPart, onShowObjects, onLeave } = props
  const { verification, error, isRunning, check } = usePartCheck(path, part)
  const title = inspectText.partTitle(
    'groupId' in part ? part.groupId : null,
    'objectId' in part ? part.objectId : null,
  )
  return (
    <div className="single-view">
      <ThinBar isOn={isRunning && verification !== null} />
      <div className="content-head signatures-head">
        <span className="grow cut">
          <b className="medium">{title}</b> <span className="quiet">{inspectText.partNote}</span>
        </span>
        <SplitButton
          icon="refresh"
          onPress={() => check()}
          entries={partEntries(inspection, onCheckPart, onShowObjects)}
          menuLabel={inspectText.checkPart}
        >
          {inspectText.checkAgain}
        </SplitButton>
        <Button onPress={onLeave}>{inspectText.backToWhole}</Button>
      </div>
      <ScrollPane label={inspectText.tabSignatures} className="signatures">
        {verification !== null ? (
          <>
            <div className="part-verdict">
              <VerdictBanner
                form="line"
                label={title}
                verdict={verification.verdict}
                sentence={verification.sentence}
              />
              <p className="quiet">{verification.lines.integrity}</p>
            </div>
            <SignatureColumns
              path={path}
              inspection={inspection}
              verification={verification}
              isRunning={isRunning}
              onCheck={check}
              onShowSigner={onShowSigner}
              onShowOnMap={onShowOnMap}
            />
          </>
        ) : error !== null ? (
          <ErrorState error={error} title={inspectText.verifyFailedTitle} onRetry={() => check()} />
        ) : isRunning ? (
          <>
            <p className="for-screen-readers" role="status">
              {inspectText.checkingPart}
            </p>
            <SkeletonRows />
          </>
        ) : (
          <EmptyState
            title={inspectText.notVerifiedYet}
            text={inspectText.notVerifiedText}
            action={<Button onPress={() => check()}>{frameText.tryAgain}</Button>}
          />
        )}
      </ScrollPane>
    </div>
  )
}

/**
 * The verdict of an image above everything else about it: the banner on Overview, one line on the
 * other tabs, and in their place what there is while nothing is known. Its room never changes.
 */
import './signatures.css'
import { useState } from 'react'
import type { ImageSummary } from '../../../src-shared/model/image.ts'
import { assertNever } from '../../../src-shared/model/result.ts'
import type { Verification } from '../../../src-shared/model/verification.ts'
import { frameText } from '../../../src-shared/text/frame.ts'
import { inspectText } from '../../../src-shared/text/inspect.ts'
import { Button } from '../../components/button.tsx'
import { SourceNotice } from '../../components/source-notice.tsx'
import { VerdictBanner } from '../../components/verdict-banner.tsx'
import { BannerLine } from './banner-text.tsx'
import { CheckList } from './check-list.tsx'
import { checksAbout } from './check-view.ts'
import { type NextStep, nextStep } from './next-step.ts'
import { UncheckedBanner } from './unchecked-banner.tsx'
import type { VerificationStatus, VerificationStore } from './verification-store.ts'

export interface VerdictPanelProps {
  readonly form: 'banner' | 'line'
  readonly status: VerificationStatus
  readonly verification: Verification | null
  readonly image: ImageSummary | null
  readonly store: VerificationStore
  /** Keyservers were asked for a key that is still missing. */
  readonly keyserversAsked: boolean
  /** The next action stands elsewhere. */
  readonly hidesAction?: boolean
  /** Carries out the next action. */
  readonly onStep: (step: NextStep) => void
}

function StepButton({
  step,
  isBig,
  isPending,
  onStep,
}: {
  readonly step: NextStep
  readonly isBig: boolean
  readonly isPending: boolean
  readonly onStep: (step: NextStep) => void
}) {
  if (step.kind === 'none') return null
  return (
    <Button
      variant={step.kind === 'sign' ? 'plain' : 'primary'}
      size={isBig ? 'big' : 'normal'}
      isPending={isPending && step.kind === 'lookUpKeys'}
      onPress={() => onStep(step)}
      {...(step.kind === 'lookUpKeys' ? { tooltip: inspectText.lookUpKeyTip } : {})}
    >
      {step.text}
    </Button>
  )
}

function AllChecks({ verification }: { readonly verification: Verification }) {
  const about = checksAbout(verification, null)
  return (
    <div className="all-checks">
      {about.length > 0 && <CheckList label={inspectText.checksOfFile} checks={about} finding={null} />}
      {verification.signatures.map((finding) => (
        <CheckList
          key={finding.objectId}
          label={inspectText.checksOfSignature(finding.objectId)}
          checks={checksAbout(verification, finding.objectId)}
          finding={finding}
        />
      ))}
    </div>
  )
}

export function VerdictPanel(props: VerdictPanelProps) {
  const { form, status, verification, image, store, onStep } = props
  const [isOpen, setOpen] = useState(false)
  if (verification === null) {
    return status.kind === 'ready' ? null : <UncheckedBanner form={form} status={status} store={store} />
  }
  const step = nextStep(verification, image)
  const isRunning = status.kind === 'running'
  const action =
    step.kind === 'none' || props.hidesAction === true
      ? {}
      : { action: <StepButton step={step} isBig={form === 'banner'} isPending={isRunning} onStep={onStep} /> }
  const isStillMissing = props.keyserversAsked && step.kind === 'lookUpKeys' && !isRunning
  const notice =
    status.kind === 'failed' ? (
      <div className="verdict-notice">
        <SourceNotice
          kind="failed"
          title={status.error.message}
          action={<Button onPress={() => void store.verify()}>{frameText.tryAgain}</Button>}
          {...(status.error.hint === undefined ? {} : { text: status.error.hint })}
        />
      </div>
    ) : isStillMissing ? (
      <div className="verdict-notice">
        <SourceNotice kind="information" title={inspectText.keyNotFound} text={inspectText.keyNotFoundText} />
      </div>
    ) : null
  switch (form) {
    case 'line':
      return (
        <div className="verdict-panel">
          <VerdictBanner form="line" verdict={verification.verdict} sentence={verification.sentence} {...action} />
          {notice}
        </div>
      )
    case 'banner': {
      const count = verification.checks.length
      return (
        <div className="verdict-panel">
          <VerdictBanner
            form="banner"
            verdict={verification.verdict}
            integrity={<BannerLine sentence={verification.lines.integrity} verification={verification} />}
            signer={<BannerLine sentence={verification.lines.signer} verification={verification} />}
            {...action}
            more={
              <Button variant="ghost" iconAfter="down" isExpanded={isOpen} onPress={() => setOpen(!isOpen)}>
                {verification.signatures.length === 0
                  ? inspectText.whatWasChecked(count)
                  : inspectText.allChecks(count)}
              </Button>
            }
          />
          {notice}
          {isOpen && <AllChecks verification={verification} />}
        </div>
      )
    }
    default:
      return assertNever(form)
  }
}

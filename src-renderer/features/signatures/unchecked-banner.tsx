/** In the place of the verdict while there is none: checking, not checked, or why it could not be checked. */
import './signatures.css'
import '../../components/verdict.css'
import type { ReactNode } from 'react'
import { assertNever } from '../../../src-shared/model/result.ts'
import { formatRate, formatSize, formatTimeLeft } from '../../../src-shared/text/format.ts'
import { frameText } from '../../../src-shared/text/frame.ts'
import { inspectText } from '../../../src-shared/text/inspect.ts'
import { Button } from '../../components/button.tsx'
import { classNames } from '../../components/class-names.ts'
import { Icon, type IconName } from '../../components/icon.tsx'
import { Progress } from '../../components/progress.tsx'
import { useLateAppearance } from '../../components/skeleton.tsx'
import type { VerificationStatus, VerificationStore } from './verification-store.ts'

interface Shown {
  readonly icon: IconName
  readonly word: string
  readonly text: ReactNode
  readonly action: ReactNode
  readonly progress: number | null | undefined
}

function runningText(status: Extract<VerificationStatus, { readonly kind: 'running' }>): string {
  const progress = status.job?.progress
  if (progress === undefined || progress.bytesTotal === null) return inspectText.verifyingText
  const { bytesDone, bytesTotal, rate } = progress
  const left = formatTimeLeft(bytesTotal - bytesDone, rate)
  return [
    inspectText.bytesOf(formatSize(bytesDone), formatSize(bytesTotal)),
    ...(rate === null ? [] : [formatRate(rate)]),
    ...(left === null ? [] : [left]),
  ].join(' · ')
}

function shownOf(status: Exclude<VerificationStatus, { readonly kind: 'ready' }>, store: VerificationStore): Shown {
  switch (status.kind) {
    case 'asking':
      return { icon: 'verdict-cannot-check', word: '', text: '', action: null, progress: undefined }
    case 'running': {
      const { bytesDone = 0, bytesTotal = null } = status.job?.progress ?? {}
      return {
        icon: 'verdict-cannot-check',
        word: inspectText.verifying,
        text: runningText(status),
        action: <Button onPress={() => void store.cancel()}>{inspectText.stop}</Button>,
        progress: bytesTotal === null || bytesTotal === 0 ? null : bytesDone / bytesTotal,
      }
    }
    case 'none':
      return {
        icon: 'verdict-cannot-check',
        word: inspectText.notVerifiedYet,
        text: inspectText.notVerifiedText,
        action: <Button onPress={() => void store.verify()}>{inspectText.verifyNow}</Button>,
        progress: undefined,
      }
    case 'failed':
      return {
        icon: 'stop',
        word: inspectText.verifyFailedTitle,
        text: [status.error.message, status.error.hint].filter((text) => text !== undefined).join(' '),
        action: <Button onPress={() => void store.verify()}>{frameText.tryAgain}</Button>,
        progress: undefined,
      }
    default:
      return assertNever(status)
  }
}

export interface UncheckedBannerProps {
  readonly form: 'banner' | 'line'
  readonly status: Exclude<VerificationStatus, { readonly kind: 'ready' }>
  readonly store: VerificationStore
}

export function UncheckedBanner({ form, status, store }: UncheckedBannerProps) {
  // A check of a small file ends before anybody could read that it runs.
  const isLate = useLateAppearance(300)
  const isQuick = (status.kind === 'asking' || status.kind === 'running') && !isLate
  const shown = shownOf(isQuick ? { kind: 'asking' } : status, store)
  const bar = shown.progress === undefined ? null : <Progress label={inspectText.verifying} fraction={shown.progress} />
  return (
    <section
      className={classNames('banner unchecked', form === 'banner' ? 'full' : 'one-line')}
      data-family="neutral"
      aria-label={frameText.verdict}
      aria-busy={shown.progress !== undefined}
    >
      <Icon name={shown.icon} className={isQuick ? 'is-hidden' : ''} />
      {form === 'banner' ? (
        <div className="what">
          <h2 className="word">{shown.word}</h2>
          <p className="unchecked-text">{shown.text}</p>
          {bar}
        </div>
      ) : (
        <p>
          <strong className="word">
            {shown.word}
            <span className="word-stop">.</span>
          </strong>{' '}
          {shown.text}
        </p>
      )}
      {shown.action !== null && <div className="next">{shown.action}</div>}
    </section>
  )
}

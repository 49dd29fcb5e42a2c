/**
 * Sign, verify, push: the strip below a build. While the build runs it says what will follow, afterwards
 * what was done and what can be done.
 */
import './after.css'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import type { BuildDetail } from '../../../../src-shared/contract/build.ts'
import { isFinished, type Job } from '../../../../src-shared/model/job.ts'
import { firstUserId } from '../../../../src-shared/model/user-id.ts'
import { afterText as text } from '../../../../src-shared/text/build-after.ts'
import { jobBar } from '../../../../src-shared/text/job-bar.ts'
import { isAbsolute, splitFile } from '../../../app/local-path.ts'
import { Button } from '../../../components/button.tsx'
import { Check } from '../../../components/choice.tsx'
import { Icon, type IconName } from '../../../components/icon.tsx'
import { VerdictBadge } from '../../../components/verdict-badge.tsx'
import { useJobs } from '../../jobs/jobs-store.ts'
import { useKeyring } from '../../keyring/keyring-store.ts'
import { useVerification } from '../../signatures/use-verification.ts'
import type { VerificationState, VerificationStore } from '../../signatures/verification-store.ts'
import { openSigning } from '../../signing/signing-store.ts'
import { signingKeys } from '../../signing/signing-view.ts'
import { askToPush } from '../../transfers/push-store.ts'
import { useLinks } from '../links/links-store.ts'
import { type Deed, keepTicks, readTicks, type Ticks } from './after-flow.ts'
import { useAfterFlow } from './use-after-flow.ts'

interface PartProps {
  readonly icon: IconName
  readonly title: string
  readonly note: ReactNode
  readonly end: ReactNode
}

function Part({ icon, title, note, end }: PartProps) {
  return (
    <div className="after-part">
      <Icon name={icon} />
      <div className="stack grow">
        <span className="medium">{title}</span>
        <span className="quiet small cut" {...(typeof note === 'string' ? { title: note } : {})}>
          {note}
        </span>
      </div>
      {end}
    </div>
  )
}

interface TickedProps {
  readonly ticks: Ticks
  readonly onTick: (deed: Deed, isOn: boolean) => void
}

/** The name of the key that would sign: the first own one. */
function useOwnName(): string | null {
  const keys = useKeyring((state) => state.keys)
  const [key] = signingKeys(keys ?? [])
  return key === undefined ? null : (firstUserId(key.userIds)?.name ?? '')
}

function Before({ target, ticks, onTick }: TickedProps & { readonly target: string }) {
  const ownName = useOwnName()
  const tick = (deed: Deed, label: string, word: string) => (
    <Check isChecked={ticks[deed]} onChange={(isOn) => onTick(deed, isOn)} label={label}>
      {word}
    </Check>
  )
  return (
    <>
      <Part
        icon="sign"
        title={text.sign}
        note={ownName === null ? text.noKey : text.withKey(ownName)}
        end={tick('sign', text.signTick, text.askMe)}
      />
      <Part
        icon="verdict-accepted"
        title={text.verify}
        note={text.wholeFile}
        end={tick('verify', text.verifyTick, text.doIt)}
      />
      <Part
        icon="push"
        title={text.push}
        note={pushWords(null, target)}
        end={tick('push', text.pushTick, text.askMe)}
      />
    </>
  )
}

/** The last push of a file that began after it was built. */
function lastPush(jobs: Iterable<Job>, path: string, since: string): Job | null {
  const { name } = splitFile(path)
  const pushes = [...jobs].filter(({ kind, from, createdAt }) => kind === 'push' && from === name && createdAt >= since)
  return pushes.toSorted((a, b) => a.createdAt.localeCompare(b.createdAt)).at(-1) ?? null
}

function pushWords(job: Job | null, target: string): string {
  if (job === null) return target === '' ? text.nowhere : text.belongs(target)
  if (job.state === 'done') return text.pushed(job.subject)
  if (!isFinished(job.state)) return text.pushing(job.subject)
  return job.error?.message ?? text.nowhere
}

function verifyNote({ status, verification }: VerificationState, sizeBytes: number): ReactNode {
  if (status.kind === 'running') return status.job === null ? text.verifying : jobBar(status.job).doing
  if (status.kind === 'failed') return status.error.message
  return verification === null ? text.wholeFileOf(sizeBytes) : <VerdictBadge verdict={verification.verdict} />
}

interface AfterProps {
  readonly path: string
  readonly target: string
  readonly sizeBytes: number
  readonly since: string
  readonly state: VerificationState & { readonly store: VerificationStore }
}

function After({ path, target, sizeBytes, since, state }: AfterProps) {
  const ownName = useOwnName()
  const jobs = useJobs((held) => held.jobs)
  const push = lastPush(jobs.values(), path, since)
  const { verification, status } = state
  const signers = (verification?.signatures ?? []).map(({ key }) => firstUserId(key.userIds)?.name ?? null)
  const isSigned = signers.length > 0
  const [signer = null] = signers
  const signNote = isSigned
    ? signers.length === 1 && signer !== null
      ? text.isSigned(signer)
      : text.signedBy(signers.length)
    : ownName === null
      ? text.noKey
      : text.withKey(ownName)
  const isPushed = push?.state === 'done'
  return (
    <>
      <Part
        icon={isSigned ? 'check' : 'sign'}
        title={text.sign}
        note={signNote}
        end={
          <Button variant={isSigned ? 'ghost' : 'plain'} onPress={() => openSigning({ kind: 'sign', path })}>
            {isSigned ? text.signAgain : text.signAction}
          </Button>
        }
      />
      <Part
        icon={verification === null ? 'verdict-accepted' : 'check'}
        title={text.verify}
        note={verifyNote(state, sizeBytes)}
        end={
          <Button
            variant={verification === null ? 'plain' : 'ghost'}
            isPending={status.kind === 'running'}
            onPress={() => void state.store.verify()}
          >
            {text.verifyAction}
          </Button>
        }
      />
      <Part
        icon={isPushed ? 'check' : 'push'}
        title={text.push}
        note={pushWords(push, target)}
        end={
          <Button variant={isPushed ? 'ghost' : 'plain'} onPress={() => askToPush(path, target)}>
            {text.pushAction}
          </Button>
        }
      />
    </>
  )
}

interface EndedProps extends TickedProps {
  readonly path: string
  /** Where the image belongs; empty while nobody said. */
  readonly target: string
  readonly sizeBytes: number
  readonly since: string
  /** The build ended while it was looked at. */
  readonly isWitnessed: boolean
}

function Ended({ path, target, sizeBytes, since, isWitnessed, ticks }: EndedProps) {
  const state = useVerification(path, ticks.verify)
  const hasKey = useOwnName() !== null
  // Who has no key is not asked for one after each build.
  const asked = { ...ticks, sign: ticks.sign && hasKey }
  const flow = useAfterFlow(path, target, asked, state.status)
  const hasBegun = useRef(false)
  useEffect(() => {
    if (!isWitnessed || hasBegun.current) return
    hasBegun.current = true
    flow.begin()
  }, [isWitnessed, flow])
  return <After path={path} target={target} sizeBytes={sizeBytes} since={since} state={state} />
}

export interface AfterStripProps {
  readonly build: BuildDetail
  readonly isWitnessed: boolean
}

/** Nothing for builds that came to no image of this computer. */
export function AfterStrip({ build, isWitnessed }: AfterStripProps) {
  const [ticks, setTicks] = useState(() => readTicks(localStorage))
  const { value: links } = useLinks()
  const target = (links ?? []).find(({ id }) => id === build.commit?.linkId)?.target ?? ''
  const onTick = (deed: Deed, isOn: boolean): void => {
    const next = { ...ticks, [deed]: isOn }
    setTicks(next)
    keepTicks(localStorage, next)
  }
  const { result, state } = build
  const isComing = state === 'running' || state === 'detached'
  if (!isComing && (state !== 'done' || result === null || !isAbsolute(result.path))) return null
  return (
    <section className="after-strip" aria-label={text.label}>
      {result === null || isComing ? (
        <Before target={target} ticks={ticks} onTick={onTick} />
      ) : (
        <Ended
          path={result.path}
          target={target}
          sizeBytes={result.sizeBytes}
          since={build.startedAt}
          isWitnessed={isWitnessed}
          ticks={ticks}
          onTick={onTick}
        />
      )}
    </section>
  )
}

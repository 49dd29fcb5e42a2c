/** Runs what follows a build, one thing after the other, from the moment the build ends in view of the user. */
import { useEffect, useRef, useState } from 'react'
import { isFinished } from '../../../../src-shared/model/job.ts'
import { useClient } from '../../../app/connection.ts'
import type { VerificationStatus } from '../../signatures/verification-store.ts'
import { openSigning, useSigning } from '../../signing/signing-store.ts'
import { askToPush, usePushRequest } from '../../transfers/push-store.ts'
import { type Deed, nextDeed, type Ticks } from './after-flow.ts'

export interface AfterFlow {
  /** What is going on now; null for nothing. */
  readonly deed: Deed | null
  /** Begins: called once, when the build has ended. */
  readonly begin: () => void
}

/** Whether a new signature was made and is still to be read: what was known before says nothing about it. */
function useUnreadSignature(path: string | null): boolean {
  const client = useClient()
  const [isUnread, setUnread] = useState(false)
  useEffect(
    () =>
      client.on('jobs.changed', (job) => {
        if (job.from !== path || !isFinished(job.state)) return
        if (job.kind === 'sign' && job.state === 'done') setUnread(true)
        if (job.kind === 'verify') setUnread(false)
      }),
    [client, path],
  )
  return isUnread
}

/**
 * @param path of the image; null while there is none
 * @param target where it belongs; empty while nobody said
 * @param status of its verification
 */
export function useAfterFlow(path: string | null, target: string, ticks: Ticks, status: VerificationStatus): AfterFlow {
  const [deed, setDeed] = useState<Deed | null>(null)
  const isSheetOpen = useSigning((state) => state.sheet) !== null
  const isPushOpen = usePushRequest((state) => state.path) !== null
  const isUnread = useUnreadSignature(path)
  const isSettled = !isUnread && status.kind !== 'running' && status.kind !== 'asking'

  const goTo = (next: Deed | null): void => {
    setDeed(next)
    if (path === null) return
    if (next === 'sign') openSigning({ kind: 'sign', path })
    if (next === 'push') askToPush(path, target)
  }
  const going = useRef(goTo)
  const latest = useRef(ticks)
  useEffect(() => {
    going.current = goTo
    latest.current = ticks
  })
  useEffect(() => {
    const isOver =
      (deed === 'sign' && !isSheetOpen) || (deed === 'verify' && isSettled) || (deed === 'push' && !isPushOpen)
    if (deed !== null && isOver) going.current(nextDeed(deed, latest.current))
  }, [deed, isSheetOpen, isPushOpen, isSettled])
  return { deed, begin: () => going.current(nextDeed(null, latest.current)) }
}

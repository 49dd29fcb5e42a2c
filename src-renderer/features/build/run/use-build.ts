/** One build as the engine tells of it: read once, then followed by its events. */
import { useEffect, useState } from 'react'
import type { BuildDetail } from '../../../../src-shared/contract/build.ts'
import type { AppError } from '../../../../src-shared/model/error.ts'
import { useClient } from '../../../app/connection.ts'
import { useCall } from '../../../app/use-call.ts'

export interface FollowedBuild {
  /** Null until it is known. */
  readonly build: BuildDetail | null
  readonly error: AppError | null
  readonly reload: () => void
}

export function useBuild(id: string): FollowedBuild {
  const client = useClient()
  const { value, error, reload } = useCall('build.get', { id })
  const [build, setBuild] = useState<BuildDetail | null>(null)
  // What comes last is the newest, be it an answer or an event.
  useEffect(() => setBuild(value), [value])
  useEffect(
    () =>
      client.on('build.changed', (record) => {
        if (record.id === id) setBuild((before) => (before?.id === id ? { ...before, ...record } : before))
      }),
    [client, id],
  )
  return { build: build?.id === id ? build : null, error, reload }
}

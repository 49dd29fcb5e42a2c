/** Follows one job by its events; null until the engine told of it. */
import { useEffect, useState } from 'react'
import type { Job } from '../../src-shared/model/job.ts'
import { useClient } from './connection.ts'

export function useJob(id: string | null): Job | null {
  const client = useClient()
  const [job, setJob] = useState<Job | null>(null)
  useEffect(() => {
    if (id === null) return undefined
    let isOver = false
    const stop = client.on('jobs.changed', (changed) => {
      if (changed.id === id) setJob(changed)
    })
    // An event that came first is newer than this answer.
    void client.call('jobs.get', { id }).then((result) => {
      if (!isOver && result.ok) setJob((told) => (told?.id === id ? told : result.value))
    })
    return () => {
      isOver = true
      stop()
    }
  }, [client, id])
  return job?.id === id ? job : null
}

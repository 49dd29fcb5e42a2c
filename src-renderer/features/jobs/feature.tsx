/** Activity in the window: its view, the ring beside its name, what the status bar says of running jobs. */
import { useEffect, useMemo, useRef, useState } from 'react'
import { Link } from 'react-aria-components'
import { isFinished } from '../../../src-shared/model/job.ts'
import { jobsText, jobTitle } from '../../../src-shared/text/jobs.ts'
import { addressOf } from '../../app/address.ts'
import { useClient } from '../../app/connection.ts'
import type { Feature, NavigationBadge } from '../../app/feature.ts'
import { notify } from '../../app/notify.ts'
import { useCall } from '../../app/use-call.ts'
import { ActivityView } from './activity-view.tsx'
import { jobNotice } from './job-notice.ts'
import { jobNames, summarizeJobs } from './job-view.ts'
import { followJobs, useJobs } from './jobs-store.ts'

function useSummary() {
  const jobs = useJobs((state) => state.jobs)
  return useMemo(() => summarizeJobs([...jobs.values()]), [jobs])
}

function useRing(): NavigationBadge | null {
  const { running, share } = useSummary()
  return running === 0 ? null : { kind: 'progress', running, fraction: share }
}

function JobsStatus() {
  const { text } = useSummary()
  if (text === null) return null
  return (
    <Link className="plain" href={addressOf.activity()}>
      {text}
    </Link>
  )
}

/** Follows the jobs of this connection, and says when one ends: to screen readers, and to whoever is elsewhere. */
function JobsFollower() {
  const client = useClient()
  const jobs = useJobs((state) => state.jobs)
  const open = useRef(new Set<string>())
  const [said, setSaid] = useState('')
  const { value: settings } = useCall('settings.get', {}, { refetchOn: ['settings.changed'] })
  const mayNotify = useRef(false)
  mayNotify.current = settings?.notifications ?? false
  useEffect(() => followJobs(client), [client])
  useEffect(() => {
    for (const job of jobs.values()) {
      if (!isFinished(job.state)) open.current.add(job.id)
      else if (open.current.delete(job.id)) {
        const title = jobTitle(job.kind, jobNames(job).name, job.state)
        const notice = mayNotify.current ? jobNotice(job) : null
        if (notice !== null) notify(notice)
        setSaid(job.state === 'done' ? title : `${title}. ${job.error?.message ?? jobsText.cancelled}`)
      }
    }
  }, [jobs])
  return (
    <div className="for-screen-readers" role="status">
      {said}
    </div>
  )
}

export const feature: Feature = {
  name: 'jobs',
  navigation: {
    place: 5,
    label: jobsText.title,
    icon: 'activity',
    address: addressOf.activity(),
    routes: ['activity'],
    useBadge: useRing,
  },
  views: { activity: ActivityView },
  statusStart: JobsStatus,
  overlay: JobsFollower,
}

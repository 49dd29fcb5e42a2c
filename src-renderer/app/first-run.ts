/**
 * Leads a first start to the question where images live. Asked once, and only where nobody came for something
 * else: a file that was opened or an address that was given goes first.
 */
import { useEffect } from 'react'
import { addressOf } from './address.ts'
import { navigate, useRouter } from './router.ts'
import { useCall } from './use-call.ts'

/** @returns whether it is not known yet what to show */
export function useFirstRun(): boolean {
  const isUnled = useRouter(({ text }) => text === '' || text === '/')
  const { value: settings } = useCall('settings.get', isUnled ? {} : null)
  const { value: capabilities } = useCall('settings.capabilities', isUnled ? {} : null)
  const isFirst = settings?.world === 'unasked' && capabilities?.demo === false
  useEffect(() => {
    if (isUnled && isFirst) navigate(addressOf.welcome(), { replace: true })
  }, [isUnled, isFirst])
  return isUnled && (settings === null || capabilities === null || isFirst)
}

/**
 * Lets the engine look whether image files became others: when the window is looked at again, and now
 * and then while it is. What changed is checked again there; here it is only said.
 */
import { useEffect } from 'react'
import { imagesText } from '../../../src-shared/text/images.ts'
import { useClient, useConnection } from '../../app/connection.ts'
import { confirmBriefly } from '../../app/messages.ts'

const everyMs = 60_000
/** Going back and forth between windows does not ask each time. */
const leastMs = 3000

export function useNoticeChanges(): void {
  const client = useClient()
  const isOpen = useConnection((state) => state.state === 'open')
  useEffect(() => {
    if (!isOpen) return undefined
    let last = 0
    let isBusy = false
    const look = async (): Promise<void> => {
      const now = Date.now()
      if (isBusy || document.visibilityState !== 'visible' || now - last < leastMs) return
      isBusy = true
      last = now
      const answer = await client.call('signatures.noticeChanges', {})
      isBusy = false
      const [first, ...more] = answer.ok ? answer.value.changed : []
      if (first !== undefined)
        confirmBriefly(imagesText.changedOnDisk(first.split(/[\\/]/).at(-1) ?? first, more.length))
    }
    const begin = (): void => void look()
    window.addEventListener('focus', begin)
    document.addEventListener('visibilitychange', begin)
    const timer = setInterval(begin, everyMs)
    begin()
    return () => {
      window.removeEventListener('focus', begin)
      document.removeEventListener('visibilitychange', begin)
      clearInterval(timer)
    }
  }, [client, isOpen])
}

/** Theme and density on the page: from the settings, and from the system where the user left it to it. */
import { useEffect } from 'react'
import type { Settings } from '../../src-shared/contract/settings.ts'
import { useConnection } from './connection.ts'
import { useCall } from './use-call.ts'

const darkQuery = '(prefers-color-scheme: dark)'

function apply(theme: Settings['theme']): void {
  const isDark = theme === 'dark' || (theme === 'system' && matchMedia(darkQuery).matches)
  document.documentElement.dataset.theme = isDark ? 'dark' : 'light'
}

/** Follows the settings and the system. Call once, in the root component. */
export function useTheme(): void {
  const { value: settings } = useCall('settings.get', {}, { refetchOn: ['settings.changed'] })
  const shell = useConnection((state) => state.shell)
  const theme = settings?.theme ?? 'system'
  const density = settings?.density ?? 'comfortable'

  useEffect(() => {
    apply(theme)
    const query = matchMedia(darkQuery)
    const follow = (): void => apply(theme)
    query.addEventListener('change', follow)
    return () => query.removeEventListener('change', follow)
  }, [theme])
  useEffect(() => {
    document.documentElement.dataset.density = density
  }, [density])
  useEffect(() => {
    if (shell !== null && settings !== null) void shell.ask({ verb: 'setTheme', theme })
  }, [shell, settings, theme])
}

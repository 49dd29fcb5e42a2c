/**
 * Tells the user something while no window of the application is in front: by the system's notifications in
 * the window, by the browser's where the user has allowed them. It decides nothing about what is told.
 */
import { useConnection } from './connection.ts'
import { navigate } from './router.ts'

export interface Notice {
  /** The same notice of several windows is shown once. */
  readonly tag: string
  readonly title: string
  readonly body: string
  /** Where pressing it leads. */
  readonly address: string
}

/** What the browser lets a page do; `window` where the shell tells instead. */
export type NotificationPermit = 'window' | NotificationPermission | 'unsupported'

export function notificationPermit(): NotificationPermit {
  if (useConnection.getState().shell !== null) return 'window'
  return 'Notification' in globalThis ? Notification.permission : 'unsupported'
}

/** Asks the user; browsers show the question only in answer to a press. */
export async function askForNotifications(): Promise<NotificationPermit> {
  const permit = notificationPermit()
  return permit === 'default' ? Notification.requestPermission() : permit
}

/** Does nothing while the page is in front, and where nobody has allowed it. */
export function notify({ tag, title, body, address }: Notice): void {
  if (document.visibilityState === 'visible' && document.hasFocus()) return
  const { shell } = useConnection.getState()
  if (shell !== null) {
    void shell.ask({ verb: 'notify', tag, title: title.slice(0, 200), body: body.slice(0, 1000), address })
    return
  }
  if (notificationPermit() !== 'granted') return
  const notification = new Notification(title, { tag, body })
  notification.onclick = () => {
    notification.close()
    window.focus()
    navigate(address)
  }
}

/**
 * System notifications. They are shown only while no window is in front, each once, however many windows ask;
 * pressing one brings a window to the front and tells it where to go.
 */
import { BrowserWindow, Notification } from 'electron'

export interface ShellNotice {
  readonly title: string
  readonly body: string
  /** Names what it is about: a later notice of that name takes its place. */
  readonly tag?: string
}

const shown = new Map<string, Notification>()
/** Kept from being collected while they can be pressed; old ones are gone from the screen anyway. */
const maximumShown = 50

/** @param onPress the notification was pressed */
export function showNotification({ title, body, tag }: ShellNotice, onPress: () => void): void {
  if (!Notification.isSupported() || BrowserWindow.getFocusedWindow() !== null) return
  const key = tag ?? `${title}\n${body}`
  if (shown.has(key)) return
  const notification = new Notification({ title, body })
  notification.on('click', onPress)
  notification.on('close', () => shown.delete(key))
  shown.set(key, notification)
  const [oldest] = shown.keys()
  if (shown.size > maximumShown && oldest !== undefined) shown.delete(oldest)
  notification.show()
}

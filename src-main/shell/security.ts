/**
 * Puts the policy onto Electron: sessions and every web contents that is ever made, by whom ever.
 * Called before the first window; there is no way to make a window that escapes it.
 */
import { app, type Session, type WebContents } from 'electron'
import { isLoadable, isOwnPage, isPermitted } from './policy.ts'

/** @param openLink what happens with an address a page wants to open elsewhere */
export function secureEverything(session: Session, openLink: (url: string) => void): void {
  secureSession(session)
  app.on('session-created', secureSession)
  app.on('web-contents-created', (_event, contents) => secureContents(contents, openLink))
}

function secureSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, answer, details) => {
    answer(isPermitted(permission, details.requestingUrl))
  })
  session.setPermissionCheckHandler((contents, permission) => isPermitted(permission, contents?.getURL() ?? ''))
  session.setDevicePermissionHandler(() => false)
  session.on('will-download', (event) => event.preventDefault())
  session.webRequest.onBeforeRequest((details, answer) => {
    answer({ cancel: !isLoadable(details.url, app.isPackaged) })
  })
  session.setSpellCheckerEnabled(false)
}

function secureContents(contents: WebContents, openLink: (url: string) => void): void {
  const keepOwn = (event: { preventDefault(): void }, url: string): void => {
    if (!isOwnPage(url)) event.preventDefault()
  }
  contents.on('will-navigate', (event, url) => keepOwn(event, url))
  contents.on('will-frame-navigate', (event) => {
    // There are no frames: whatever wants one is not ours.
    if (!event.isMainFrame) event.preventDefault()
    else keepOwn(event, event.url)
  })
  contents.on('will-redirect', (event) => event.preventDefault())
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(({ url }) => {
    openLink(url)
    return { action: 'deny' }
  })
}

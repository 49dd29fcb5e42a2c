/**
 * The window face: start-up of Electron's main process. It owns windows, menu, dialogs, links and
 * the engine's process, and nothing else; it never opens an image, a key or a network connection.
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { app, type BrowserWindow, dialog, session } from 'electron'
import type { ShellEvent } from '../../src-shared/contract/shell.ts'
import { shellText } from '../../src-shared/text/shell.ts'
import { createLog } from '../engine/platform/log.ts'
import { createLogFile } from '../engine/platform/log-file.ts'
import { findPaths } from '../engine/platform/paths.ts'
import { registerAppScheme, serveAppScheme } from './app-protocol.ts'
import { commandEngine, readCommand } from './engine-command.ts'
import { superviseEngine } from './engine-process.ts'
import { utilityEngine } from './engine-utility.ts'
import { openExternalLink } from './external-links.ts'
import { setMenu } from './menu.ts'
import { showNotification } from './notifications.ts'
import { ownArguments, readArguments, readLink } from './open-targets.ts'
import { connectPages } from './page-connections.ts'
import { secureEverything } from './security.ts'
import { createWindows } from './windows.ts'

const linkScheme = 'sif-desktop'

/** The folder that Electron was told to run, in a checkout. */
const appFolder = app.isPackaged ? null : app.getAppPath()

app.enableSandbox()
registerAppScheme()
app.setName('SIF Desktop')

const paths = findPaths(process.env)
if (process.env.SIF_DESKTOP_HOME) {
  // All state lives in one folder then, the window's own too; each such folder has its own instance.
  const folder = join(paths.home, 'window')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  app.setPath('userData', folder)
  app.setPath('sessionData', folder)
}
const log = createLog(createLogFile(paths.log, 'shell.log'), 'info')

/** What was asked for before there was a window. */
const early: ShellEvent[] = []
let tellWindow = (event: ShellEvent): void => void early.push(event)

if (!app.requestSingleInstanceLock()) app.quit()
else {
  early.push(...readArguments(ownArguments(process.argv, appFolder, process.cwd()), process.cwd()))
  app.on('second-instance', (_event, args, folder) => {
    const events = readArguments(ownArguments(args, appFolder, folder), folder)
    for (const event of events) tellWindow(event)
    if (events.length === 0) showWindow()
  })
  app.on('open-file', (event, path) => {
    event.preventDefault()
    tellWindow({ event: 'openFiles', paths: [path] })
  })
  app.on('open-url', (event, url) => {
    event.preventDefault()
    const link = readLink(url)
    if (link) tellWindow(link)
  })
  app.whenReady().then(start, fail)
}

let showWindow = (): BrowserWindow | null => null

function start(): void {
  if (app.isPackaged) app.setAsDefaultProtocolClient(linkScheme)
  const windows = createWindows()
  showWindow = windows.show
  secureEverything(session.defaultSession, (url) => void openExternalLink(url, windows.front()))
  serveAppScheme(session.defaultSession, join(__dirname, '..', 'renderer'))

  const command = readCommand(process.env.SIF_DESKTOP_ENGINE_COMMAND)
  const notifyUser = (title: string, body: string): void => showNotification({ title, body }, () => void windows.show())
  const startEngine = command
    ? commandEngine(command)
    : utilityEngine({ secretsFolder: paths.secrets, log, notify: notifyUser })
  const engine = superviseEngine(startEngine, log)
  const pages = connectPages(engine, windows, log)

  tellWindow = (event) => pages.tell(windows.show(), event)
  setMenu({ tell: (event) => tellWindow(event), openWindow: () => void windows.open() })
  const window = windows.open()
  for (const event of early) pages.tell(window, event)

  app.on('activate', () => void windows.show())
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
  let isStopped = false
  app.on('will-quit', (event) => {
    if (isStopped) return
    event.preventDefault()
    void engine.stop().finally(() => {
      isStopped = true
      app.quit()
    })
  })
}

function fail(error: unknown): void {
  log('error', 'start-up failed', { detail: String(error) })
  dialog.showErrorBox(shellText.startFailed, error instanceof Error ? error.message : String(error))
  app.exit(1)
}

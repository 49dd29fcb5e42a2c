/** The one place where windows are made. */
import { join } from 'node:path'
import { app, BrowserWindow, nativeTheme, screen } from 'electron'
import { pageOrigin } from './names.ts'
import { loadWindowState, saveWindowState } from './window-state.ts'

export interface Windows {
  /** @param address where in the application it begins, like `/images` */
  open(address?: string): BrowserWindow
  /** The window that stands in front, or null when there is none. */
  front(): BrowserWindow | null
  /** Brings a window to the front, a new one when there is none. */
  show(): BrowserWindow
}

/** Colours of the page before it has drawn anything, so that nothing flashes: `canvas` of both themes. */
const canvas = { light: '#FFFFFF', dark: '#14171B' }

export function createWindows(): Windows {
  const stateFile = join(app.getPath('userData'), 'window.json')

  const open = (address?: string): BrowserWindow => {
    const state = loadWindowState(
      stateFile,
      screen.getAllDisplays().map((display) => display.workArea),
    )
    const hasOthers = BrowserWindow.getAllWindows().length > 0
    const window = new BrowserWindow({
      width: state.width,
      height: state.height,
      // A second window at the very same place would hide the first.
      ...(state.x === undefined || state.y === undefined || hasOthers ? {} : { x: state.x, y: state.y }),
      minWidth: 720,
      minHeight: 520,
      show: false,
      title: app.getName(),
      backgroundColor: nativeTheme.shouldUseDarkColors ? canvas.dark : canvas.light,
      webPreferences: {
        preload: join(__dirname, 'preload.cjs'),
        contextIsolation: true,
        sandbox: true,
        nodeIntegration: false,
        nodeIntegrationInWorker: false,
        nodeIntegrationInSubFrames: false,
        webSecurity: true,
        allowRunningInsecureContent: false,
        experimentalFeatures: false,
        webviewTag: false,
        navigateOnDragDrop: false,
        spellcheck: false,
        devTools: !app.isPackaged,
      },
    })
    if (state.isMaximized) window.maximize()
    window.once('ready-to-show', () => window.show())
    window.on('close', () => saveWindowState(stateFile, window.getNormalBounds(), window.isMaximized()))
    void window.loadURL(`${pageOrigin}/index.html${address === undefined ? '' : `#${address}`}`)
    return window
  }

  const front = (): BrowserWindow | null => BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0] ?? null

  return {
    open,
    front,
    show() {
      const window = front() ?? open()
      if (window.isMinimized()) window.restore()
      window.focus()
      return window
    },
  }
}

/** The menu. Entries lead to an address or name a command; the page does the rest. */
import { app, Menu, type MenuItemConstructorOptions } from 'electron'
import type { ShellCommand, ShellEvent } from '../../src-shared/contract/shell.ts'
import { shellText } from '../../src-shared/text/shell.ts'

export interface MenuActions {
  /** Tells the front window; opens one when there is none. */
  tell(event: ShellEvent): void
  openWindow(): void
}

const places = ['library', 'images', 'keys', 'builds', 'activity', 'settings'] as const

export function setMenu(actions: MenuActions): void {
  const text = shellText.menu
  const isMac = process.platform === 'darwin'
  const command = (label: string, name: ShellCommand, accelerator: string): MenuItemConstructorOptions => ({
    label,
    accelerator,
    // The page handles these keys itself, the same in every face; the menu only shows them.
    registerAccelerator: false,
    click: () => actions.tell({ event: 'command', command: name }),
  })
  const template: MenuItemConstructorOptions[] = [
    ...(isMac ? [{ role: 'appMenu' } as const] : []),
    {
      label: text.file,
      submenu: [
        command(text.addImages, 'addImages', 'CmdOrCtrl+O'),
        { label: text.newWindow, accelerator: 'CmdOrCtrl+N', click: () => actions.openWindow() },
        { type: 'separator' },
        { role: isMac ? 'close' : 'quit' },
      ],
    },
    { label: text.edit, role: 'editMenu' },
    {
      label: text.view,
      submenu: [
        command(text.commandBar, 'commandBar', 'CmdOrCtrl+K'),
        command(text.find, 'find', 'CmdOrCtrl+F'),
        { type: 'separator' },
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
        ...(app.isPackaged ? [] : [{ role: 'reload' } as const, { role: 'toggleDevTools' } as const]),
      ],
    },
    {
      label: text.go,
      submenu: [
        command(text.back, 'back', 'Alt+Left'),
        command(text.forward, 'forward', 'Alt+Right'),
        { type: 'separator' },
        ...places.map((place, index) => ({
          label: text[place],
          accelerator: `CmdOrCtrl+${index + 1}`,
          registerAccelerator: false,
          click: () => actions.tell({ event: 'navigate', address: `/${place}` }),
        })),
      ],
    },
    { label: text.window, role: 'windowMenu' },
    { label: text.help, role: 'help', submenu: [command(text.shortcuts, 'shortcuts', '?'), { role: 'about' }] },
  ]
  Menu.setApplicationMenu(Menu.buildFromTemplate(template))
}

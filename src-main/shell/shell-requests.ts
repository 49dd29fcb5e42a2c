/** Carries out what a page asks of the shell. Every request has been checked against its schema. */
import { stat } from 'node:fs/promises'
import { type BrowserWindow, dialog, Notification, nativeTheme, shell } from 'electron'
import type { ShellRequest, ShellValues } from '../../src-shared/contract/shell.ts'
import { assertNever } from '../../src-shared/model/result.ts'
import { failure } from '../../src-shared/text/errors/index.ts'
import { openExternalLink } from './external-links.ts'
import { saveFile } from './save-file.ts'
import type { Windows } from './windows.ts'

type AnyShellValue = ShellValues[keyof ShellValues]

/** @throws AppFailure LINK_NOT_ALLOWED, FILE_NOT_FOUND */
export async function carryOut(request: ShellRequest, window: BrowserWindow, windows: Windows): Promise<AnyShellValue> {
  switch (request.verb) {
    case 'chooseFiles':
      return chooseFiles(request, window)
    case 'chooseTarget': {
      const chosen = await dialog.showSaveDialog(window, {
        ...(request.title === undefined ? {} : { title: request.title }),
        ...(request.suggested === undefined ? {} : { defaultPath: request.suggested }),
        properties: ['createDirectory', 'showOverwriteConfirmation'],
      })
      return chosen.canceled || !chosen.filePath ? null : chosen.filePath
    }
    case 'saveFile':
      return saveFile(request, window)
    case 'revealFile':
      await stat(request.path).catch(() => {
        throw failure('FILE_NOT_FOUND', { path: request.path })
      })
      shell.showItemInFolder(request.path)
      return null
    case 'openExternal': {
      const opened = await openExternalLink(request.url, window)
      if (opened === null) throw failure('LINK_NOT_ALLOWED')
      return { opened }
    }
    case 'notify':
      notify(request.title, request.body, window)
      return null
    case 'setTheme':
      nativeTheme.themeSource = request.theme
      return null
    case 'openWindow':
      windows.open(request.address)
      return null
    default:
      return assertNever(request)
  }
}

async function chooseFiles(
  request: Extract<ShellRequest, { readonly verb: 'chooseFiles' }>,
  window: BrowserWindow,
): Promise<readonly string[]> {
  const isFolder = request.select === 'folder'
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    ...(request.title === undefined ? {} : { title: request.title }),
    ...(request.startIn === undefined ? {} : { defaultPath: request.startIn }),
    filters: isFolder ? [] : request.filters.map(({ name, extensions }) => ({ name, extensions: [...extensions] })),
    properties: [
      isFolder ? 'openDirectory' : 'openFile',
      ...(request.select === 'files' ? (['multiSelections'] as const) : []),
      ...(isFolder ? (['createDirectory'] as const) : []),
    ],
  })
  return canceled ? [] : filePaths
}

/** A system notification; pressing it brings the window to the front. */
export function notify(title: string, body: string, window: BrowserWindow | null): void {
  if (!Notification.isSupported()) return
  const notification = new Notification({ title, body })
  notification.on('click', () => window?.focus())
  notification.show()
}

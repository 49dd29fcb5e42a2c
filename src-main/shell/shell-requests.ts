/** Carries out what a page asks of the shell. Every request has been checked against its schema. */
import { stat } from 'node:fs/promises'
import { type BrowserWindow, dialog, nativeTheme, shell } from 'electron'
import type { ShellEvent, ShellRequest, ShellValues } from '../../src-shared/contract/shell.ts'
import { assertNever } from '../../src-shared/model/result.ts'
import { failure } from '../../src-shared/text/errors/index.ts'
import { openExternalLink } from './external-links.ts'
import { showNotification } from './notifications.ts'
import { saveFile } from './save-file.ts'
import type { Windows } from './windows.ts'

type AnyShellValue = ShellValues[keyof ShellValues]

/**
 * @param tell tells the page something later
 * @throws AppFailure LINK_NOT_ALLOWED, FILE_NOT_FOUND
 */
export async function carryOut(
  request: ShellRequest,
  window: BrowserWindow,
  windows: Windows,
  tell: (event: ShellEvent) => void,
): Promise<AnyShellValue> {
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
      showNotification(request, () => {
        if (window.isDestroyed()) return
        if (window.isMinimized()) window.restore()
        window.show()
        window.focus()
        tell({ event: 'navigate', address: request.address })
      })
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

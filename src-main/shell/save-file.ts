/**
 * Saves a text that a page hands over, where the user says and nowhere else: the page suggests a name, never a
 * place. Nothing half written takes a file's place.
 */
import { randomUUID } from 'node:crypto'
import { open, rename, rm } from 'node:fs/promises'
import { type BrowserWindow, dialog } from 'electron'
import type { ShellRequest } from '../../src-shared/contract/shell.ts'

/** @returns where it was saved; null when the user chose no place. @throws what writing a file throws */
export async function saveFile(
  request: Extract<ShellRequest, { readonly verb: 'saveFile' }>,
  window: BrowserWindow,
): Promise<string | null> {
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    ...(request.title === undefined ? {} : { title: request.title }),
    defaultPath: request.suggested,
    properties: ['createDirectory', 'showOverwriteConfirmation'],
  })
  if (canceled || !filePath) return null
  const temporary = `${filePath}.${randomUUID()}`
  try {
    const file = await open(temporary, 'wx', request.isPrivate ? 0o600 : 0o644)
    try {
      await file.writeFile(request.text, 'utf8')
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(temporary, filePath)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
  return filePath
}

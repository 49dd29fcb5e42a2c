/** The one way out of the application: a page in the system's browser, after the user saw its host. */
import { type BrowserWindow, dialog, shell } from 'electron'
import { shellText } from '../../src-shared/text/shell.ts'
import { readExternalLink } from './policy.ts'

/**
 * @param url any text; only https addresses are opened
 * @returns whether it was opened, or null when it is not an address that may be
 */
export async function openExternalLink(url: string, window: BrowserWindow | null): Promise<boolean | null> {
  const link = readExternalLink(url)
  if (link === null) return null
  const question = {
    type: 'question' as const,
    message: shellText.link.question(link.host),
    detail: link.url,
    buttons: [shellText.link.open, shellText.link.cancel],
    defaultId: 0,
    cancelId: 1,
    noLink: true,
  }
  const { response } = await (window ? dialog.showMessageBox(window, question) : dialog.showMessageBox(question))
  if (response !== 0) return false
  await shell.openExternal(link.url)
  return true
}

/**
 * Hands a text over to be saved as a file: through the system's dialog in the window, as a download in the
 * browser face. Nothing goes to the clipboard on the way.
 */
import type { AppError } from '../../src-shared/model/error.ts'
import type { Result } from '../../src-shared/model/result.ts'
import { useConnection } from './connection.ts'

export interface TextFile {
  /** Without a folder. */
  readonly name: string
  readonly text: string
  readonly mediaType: string
  /** Title of the dialog. */
  readonly title: string
  /** Only the user may read the file. */
  readonly isPrivate: boolean
}

export type SaveOutcome =
  | { readonly kind: 'saved'; readonly path: string }
  /** The browser has it; where it puts it is not known here. */
  | { readonly kind: 'handedOver' }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly error: AppError }

export async function saveText({ name, text, mediaType, title, isPrivate }: TextFile): Promise<SaveOutcome> {
  const { shell } = useConnection.getState()
  if (shell !== null) {
    const answer = await shell.ask({ verb: 'saveFile', suggested: name, text, title, isPrivate })
    if (!answer.ok) return { kind: 'failed', error: answer.error }
    return answer.value === null ? { kind: 'cancelled' } : { kind: 'saved', path: answer.value }
  }
  const url = URL.createObjectURL(new Blob([text], { type: mediaType }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
  return { kind: 'handedOver' }
}

/** The same for a sheet that saves and then closes: whether the text went anywhere; the user may have changed their mind. */
export async function saveOrStay(file: TextFile): Promise<Result<boolean>> {
  const outcome = await saveText(file)
  return outcome.kind === 'failed'
    ? { ok: false, error: outcome.error }
    : { ok: true, value: outcome.kind !== 'cancelled' }
}

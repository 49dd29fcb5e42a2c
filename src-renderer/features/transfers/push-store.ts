/** Which image the push sheet is about; nothing else. */
import { create } from 'zustand'

export const usePushRequest = create<{ readonly path: string | null; readonly reference: string }>(() => ({
  path: null,
  reference: '',
}))

/**
 * Opens the push sheet for an image on this computer; null closes it.
 * @param reference where it belongs, where that is known; the user can still change it
 */
export function askToPush(path: string | null, reference = ''): void {
  usePushRequest.setState({ path, reference })
}

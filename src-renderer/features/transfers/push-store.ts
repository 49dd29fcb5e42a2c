/** Which image the push sheet is about; nothing else. */
import { create } from 'zustand'

export const usePushRequest = create<{ readonly path: string | null }>(() => ({ path: null }))

/** Opens the push sheet for an image on this computer; null closes it. */
export function askToPush(path: string | null): void {
  usePushRequest.setState({ path })
}

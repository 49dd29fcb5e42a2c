/** Which image the signing sheets are about; nothing else. */
import { create } from 'zustand'

export type SigningSheet =
  | { readonly kind: 'sign'; readonly path: string }
  | { readonly kind: 'signMany'; readonly paths: readonly string[] }
  | { readonly kind: 'remove'; readonly path: string; readonly objectId: number; readonly isLast: boolean }

export const useSigning = create<{ readonly sheet: SigningSheet | null }>(() => ({ sheet: null }))

export function openSigning(sheet: SigningSheet | null): void {
  useSigning.setState({ sheet })
}

/** Signing in the window: its sheets, which open from the page of an image. */
import type { Feature } from '../../app/feature.ts'
import { RemoveSignatureSheet } from './remove-signature-sheet.tsx'
import { SignSheet } from './sign-sheet.tsx'
import { useSigning } from './signing-store.ts'

function SigningOverlay() {
  const sheet = useSigning((state) => state.sheet)
  if (sheet === null) return null
  return sheet.kind === 'sign' ? <SignSheet path={sheet.path} /> : <RemoveSignatureSheet about={sheet} />
}

export const feature: Feature = { name: 'signing', overlay: SigningOverlay }

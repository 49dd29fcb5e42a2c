/** Signing in the window: its sheets, which open from the page of an image. */
import type { Feature } from '../../app/feature.ts'
import { RemoveSignatureSheet } from './remove-signature-sheet.tsx'
import { SignManySheet } from './sign-many-sheet.tsx'
import { SignSheet } from './sign-sheet.tsx'
import { useSigning } from './signing-store.ts'

function SigningOverlay() {
  const sheet = useSigning((state) => state.sheet)
  if (sheet === null) return null
  switch (sheet.kind) {
    case 'sign':
      return <SignSheet path={sheet.path} />
    case 'signMany':
      return <SignManySheet paths={sheet.paths} />
    case 'remove':
      return <RemoveSignatureSheet about={sheet} />
  }
}

export const feature: Feature = { name: 'signing', overlay: SigningOverlay }

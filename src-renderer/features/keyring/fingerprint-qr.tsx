/** A fingerprint as a QR code, dark on light in every theme, because cameras and programs expect it so. */
import './keyring.css'
import { useMemo } from 'react'
import { formatFingerprint } from '../../../src-shared/text/format.ts'
import { keyringText } from '../../../src-shared/text/keyring.ts'
import { fingerprintModules, modulesPath } from './qr.ts'

export function FingerprintQr({ fingerprint }: { readonly fingerprint: string }) {
  const { size, path } = useMemo(() => {
    const modules = fingerprintModules(fingerprint)
    return { size: modules.length, path: modulesPath(modules) }
  }, [fingerprint])
  return (
    <svg
      className="fingerprint-qr"
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={keyringText.qrOf(formatFingerprint(fingerprint))}
      shapeRendering="crispEdges"
    >
      <title>{keyringText.qrHint}</title>
      <rect className="qr-paper" width={size} height={size} />
      <path className="qr-ink" d={path} />
    </svg>
  )
}

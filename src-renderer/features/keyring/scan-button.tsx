/** Reads a fingerprint from a picture of a QR code: a photo, a screenshot, a scanned business card. */
import { useState } from 'react'
import { FileTrigger } from 'react-aria-components'
import { keyringText } from '../../../src-shared/text/keyring.ts'
import { Button } from '../../components/button.tsx'
import { pixelsOf, readQr } from './qr.ts'

export interface ScanButtonProps {
  /** Gets the text of the code, whatever it is; the comparison reads it like a paste. */
  readonly onText: (text: string) => void
}

export function ScanButton({ onText }: ScanButtonProps) {
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const read = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return
    setBusy(true)
    setProblem(null)
    const pixels = await pixelsOf(file)
    const text = pixels === null ? null : await readQr(pixels)
    setBusy(false)
    if (text === null) return setProblem(pixels === null ? keyringText.scanNotPicture : keyringText.scanFailed)
    onText(text)
  }
  return (
    <>
      <FileTrigger acceptedFileTypes={['image/*']} onSelect={(files) => void read(files?.[0])}>
        <Button size="big" icon="qr" isPending={isBusy}>
          {keyringText.scan}
        </Button>
      </FileTrigger>
      {problem !== null && (
        <p role="alert" className="scan-problem">
          {problem}
        </p>
      )}
    </>
  )
}

/**
 * Fingerprints as QR codes, and QR codes read from pictures. A code holds `OPENPGP4FPR:` and the fingerprint, as
 * other programs write it; what a picture holds is only text and is compared like any paste.
 */
import encodeQR from 'qr'

/** Modules of a code, row by row; true is dark. Two light modules stand around it. */
export type QrModules = readonly (readonly boolean[])[]

/** @param fingerprint 40 or 64 upper-case hex digits */
export function fingerprintModules(fingerprint: string): QrModules {
  return encodeQR(`OPENPGP4FPR:${fingerprint}`, 'raw', { ecc: 'medium', border: 2 })
}

/** Modules as one path on a grid of one unit each. */
export function modulesPath(modules: QrModules): string {
  return modules.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : []))).join('')
}

export interface Pixels {
  readonly width: number
  readonly height: number
  /** Red, green, blue, alpha. */
  readonly data: Uint8ClampedArray
}

/** @returns the text of the first code in a picture; null when there is none that can be read */
export async function readQr(pixels: Pixels): Promise<string | null> {
  const { decodeQR } = await import('qr/decode.js')
  try {
    return decodeQR(pixels, { timeLimit: 3000 })
  } catch {
    return null
  }
}

/** Larger pictures are made smaller first; a code in a photo of any camera is still read. */
const longestEdge = 1600
const largestFileBytes = 40_000_000

/** @returns the pixels of a picture file; null when it is none that the page can read */
export async function pixelsOf(file: Blob): Promise<Pixels | null> {
  if (file.size > largestFileBytes) return null
  let picture: ImageBitmap
  try {
    picture = await createImageBitmap(file)
  } catch {
    return null
  }
  const scale = Math.min(1, longestEdge / Math.max(picture.width, picture.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(picture.width * scale))
  canvas.height = Math.max(1, Math.round(picture.height * scale))
  const context = canvas.getContext('2d')
  if (context === null) return null
  // What is transparent in a picture is paper.
  context.fillStyle = 'white'
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.drawImage(picture, 0, 0, canvas.width, canvas.height)
  picture.close()
  return context.getImageData(0, 0, canvas.width, canvas.height)
}

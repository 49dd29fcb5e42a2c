/**
 * Whether bytes begin a picture that can be shown, and how large it says it is. Pure. The size is read
 * before anything is decoded, because a small file can claim to be a picture that fills all memory.
 */

export interface PictureFacts {
  readonly mediaType: 'image/png' | 'image/jpeg' | 'image/gif' | 'image/webp'
  readonly width: number
  readonly height: number
}

/** Of a picture that is shown. */
export const mostPixels = 40_000_000
export const mostPictureBytes = 8_000_000

const textAt = (bytes: Uint8Array, at: number, length: number): string =>
  String.fromCharCode(...bytes.subarray(at, at + length))

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** Markers of a JPEG that begin a frame; their segment holds the size. */
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc

function jpegFacts(bytes: Uint8Array): PictureFacts | null {
  const view = viewOf(bytes)
  for (let at = 2; at + 9 < bytes.length; ) {
    if (bytes[at] !== 0xff) return null
    const marker = bytes[at + 1] ?? 0
    if (isFrame(marker)) {
      return { mediaType: 'image/jpeg', height: view.getUint16(at + 5), width: view.getUint16(at + 7) }
    }
    at += 2 + view.getUint16(at + 2)
  }
  return null
}

function webpFacts(bytes: Uint8Array): PictureFacts | null {
  const view = viewOf(bytes)
  const mediaType = 'image/webp'
  switch (textAt(bytes, 12, 4)) {
    case 'VP8X': {
      const width = 1 + (view.getUint32(24, true) & 0xffffff)
      return { mediaType, width, height: 1 + (view.getUint32(26, true) >>> 8) }
    }
    case 'VP8L': {
      const packed = view.getUint32(21, true)
      return { mediaType, width: 1 + (packed & 0x3fff), height: 1 + ((packed >>> 14) & 0x3fff) }
    }
    case 'VP8 ':
      return { mediaType, width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff }
    default:
      return null
  }
}

/** @param bytes the beginning of a file; a JPEG's size may stand some kilobytes inside */
export function pictureFacts(bytes: Uint8Array): PictureFacts | null {
  if (bytes.length < 32) return null
  const view = viewOf(bytes)
  if (view.getUint32(0) === 0x89504e47 && textAt(bytes, 12, 4) === 'IHDR') {
    return { mediaType: 'image/png', width: view.getUint32(16), height: view.getUint32(20) }
  }
  if (textAt(bytes, 0, 4) === 'GIF8') {
    return { mediaType: 'image/gif', width: view.getUint16(6, true), height: view.getUint16(8, true) }
  }
  if (view.getUint16(0) === 0xffd8) return jpegFacts(bytes)
  return textAt(bytes, 0, 4) === 'RIFF' && textAt(bytes, 8, 4) === 'WEBP' ? webpFacts(bytes) : null
}

/** Whether a picture is small enough to be decoded. */
export function isShowable({ width, height }: PictureFacts, sizeBytes: number): boolean {
  return width > 0 && height > 0 && width * height <= mostPixels && sizeBytes <= mostPictureBytes
}

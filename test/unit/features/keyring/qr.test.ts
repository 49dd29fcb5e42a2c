import { expect, it } from 'vitest'
import {
  fingerprintModules,
  modulesPath,
  type QrModules,
  readQr,
} from '../../../../src-renderer/features/keyring/qr.ts'
import { readFingerprint } from '../../../../src-shared/model/fingerprint-paste.ts'

/** A code as the pixels of a picture, each module so many pixels wide. */
function drawn(modules: QrModules, scale: number) {
  const width = modules.length * scale
  const data = new Uint8ClampedArray(width * width * 4).fill(255)
  for (let y = 0; y < width; y += 1) {
    for (let x = 0; x < width; x += 1) {
      if (modules[Math.floor(y / scale)]?.[Math.floor(x / scale)])
        data.fill(0, (y * width + x) * 4, (y * width + x) * 4 + 3)
    }
  }
  return { width, height: width, data }
}

it.each(['8883491F4268F173C6E5DC49EDECE4F3F38D871E', 'A1B2'.repeat(16)])(
  'a code of %s is read back, and compared like a paste',
  async (fingerprint) => {
    const text = await readQr(drawn(fingerprintModules(fingerprint), 6))
    expect(text).toBe(`OPENPGP4FPR:${fingerprint}`)
    expect(readFingerprint(text ?? '')).toEqual({ kind: 'fingerprint', fingerprint })
  },
)

it('a picture without a code has no text', async () => {
  expect(await readQr({ width: 64, height: 64, data: new Uint8ClampedArray(64 * 64 * 4).fill(200) })).toBeNull()
})

it('is drawn as one path with a square for each dark module', () => {
  const modules = fingerprintModules('8883491F4268F173C6E5DC49EDECE4F3F38D871E')
  const dark = modules.flat().filter(Boolean).length
  expect(modulesPath(modules).match(/M/g)).toHaveLength(dark)
})

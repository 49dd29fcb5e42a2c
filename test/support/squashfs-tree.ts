/** A squashfs with links, odd names and large files, made by mksquashfs, for tests that look inside images. */
import { execFileSync } from 'node:child_process'
import { chmodSync, linkSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { findHelper } from '../../src-main/engine/files/helper-path.ts'
import { hasProgram } from './make-sif.ts'

/** Why tests that need the helper and mksquashfs cannot run here; null when they can. */
export function filesObstacle(): string | null {
  if (findHelper() === null) return 'the native helper is not built'
  return hasProgram('mksquashfs') ? null : 'mksquashfs is not installed'
}

/** A few megabytes that do not compress to nothing and are equal in every run. */
export function largeContents(): Buffer {
  const bytes = Buffer.alloc(3_000_000)
  let state = 1
  for (let at = 0; at < bytes.length; at += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    bytes[at] = (state >>> 24) & 0x3f
  }
  return bytes
}

/** Makes the tree in `folder` and the image beside it. @returns path of the image */
export function makeSquashfs(folder: string): string {
  const root = join(folder, 'root')
  mkdirSync(join(root, 'usr', 'bin'), { recursive: true })
  mkdirSync(join(root, 'many'))
  writeFileSync(join(root, 'usr', 'bin', 'tool'), 'a tool\n')
  chmodSync(join(root, 'usr', 'bin', 'tool'), 0o4755)
  linkSync(join(root, 'usr', 'bin', 'tool'), join(root, 'usr', 'bin', 'same'))
  symlinkSync('usr/bin', join(root, 'bin'))
  symlinkSync('/nowhere', join(root, 'dangling'))
  writeFileSync(join(root, 'large'), largeContents())
  writeFileSync(Buffer.concat([Buffer.from(join(root, 'odd-')), Buffer.from([0xff, 0x0a])]), 'odd')
  for (let count = 0; count < 3000; count += 1) writeFileSync(join(root, 'many', `file-${count}`), `number ${count}`)
  execFileSync('find', [root, '-exec', 'touch', '-h', '-d', '@1500000000', '{}', '+'])
  const image = join(folder, 'image.squashfs')
  execFileSync('mksquashfs', [root, image, '-all-root', '-quiet', '-no-progress', '-noappend'], { stdio: 'ignore' })
  return image
}

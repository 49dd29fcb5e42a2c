/** The byte streams that signatures cover, against those of the reference library and real images. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  descriptorIntegrityBytes,
  headerIntegrityBytes,
  smallestIds,
} from '../../../../src-main/engine/sif/integrity.ts'
import { groupMask } from '../../../../src-main/engine/sif/layout.ts'
import type { RawDescriptor, RawHeader } from '../../../../src-main/engine/sif/raw.ts'
import { withSif } from '../../../../src-main/engine/sif/read.ts'
import { sharedPath } from '../../../support/shared.ts'

const fixtures = sharedPath('fixtures/sif/sylabs-sif')
const goldens = join(fixtures ?? '', 'pkg/sif/testdata')

function field(size: number, text: string): Uint8Array {
  const bytes = new Uint8Array(size)
  bytes.set(Buffer.from(text, 'latin1'))
  return bytes
}

/** As the reference's own helper overwrites: only as many bytes as the new text has. */
function overwritten(bytes: Uint8Array, text: string): Uint8Array {
  const changed = new Uint8Array(bytes)
  changed.set(Buffer.from(text, 'latin1'))
  return changed
}

const header: RawHeader = {
  launchScript: field(32, '#!/usr/bin/env run-singularity\n'),
  magic: field(10, 'SIF_MAGIC'),
  version: field(3, '01'),
  architecture: field(3, '02'),
  id: Buffer.from('b2659d4ebd504ea5bd17eec5e54f918e', 'hex'),
  createdAt: 1_504_657_553n,
  modifiedAt: 1_504_657_653n,
  descriptorsFree: 0n,
  descriptorsTotal: 0n,
  descriptorsOffset: 0n,
  descriptorsSize: 0n,
  dataOffset: 0n,
  dataSize: 0n,
}

const headerChanges: Readonly<Record<string, Partial<RawHeader>>> = {
  LaunchScript: { launchScript: overwritten(header.launchScript, '#!/usr/bin/env rm\n') },
  Magic: { magic: overwritten(header.magic, 'BAD_MAGIC') },
  Version: { version: field(3, '02') },
  Arch: { architecture: field(3, '11') },
  ID: { id: Buffer.from('b3659d4ebd504ea5bd17eec5e54f918e', 'hex') },
  CreatedAt: { createdAt: 1_504_657_554n },
  ModifiedAt: { modifiedAt: 1_504_657_654n },
  DescriptorsFree: { descriptorsFree: 1n },
  DescriptorsTotal: { descriptorsTotal: 1n },
  DescriptorsOffset: { descriptorsOffset: 1n },
  DescriptorsSize: { descriptorsSize: 1n },
  DataOffset: { dataOffset: 1n },
  DataSize: { dataSize: 1n },
}

const descriptor: RawDescriptor = {
  type: 0x4001,
  used: 1,
  id: 1,
  groupId: (groupMask | 1) >>> 0,
  linkedId: 0,
  offset: 0n,
  sizeBytes: 0n,
  sizeWithPadding: 0n,
  createdAt: 1_504_657_553n,
  modifiedAt: 1_504_657_553n,
  uid: 0n,
  gid: 0n,
  name: field(128, 'GOOD_NAME'),
  extra: field(384, 'GOOD_EXTRA'),
}

const descriptorChanges: Readonly<Record<string, Partial<RawDescriptor> & { readonly relativeId?: number }>> = {
  DataType: { type: 0x4002 },
  Used: { used: 0 },
  ID: { id: 2 },
  RelativeID: { relativeId: 1 },
  GroupID: { groupId: (groupMask | 2) >>> 0 },
  LinkedID: { linkedId: 1 },
  Offset: { offset: 1n },
  Size: { sizeBytes: 1n },
  SizeWithPadding: { sizeWithPadding: 1n },
  CreatedAt: { createdAt: 1_504_657_554n },
  ModifiedAt: { modifiedAt: 1_504_657_554n },
  UID: { uid: 1n },
  GID: { gid: 1n },
  Name: { name: overwritten(descriptor.name, 'BAD_NAME') },
  Extra: { extra: overwritten(descriptor.extra, 'BAD_EXTRA') },
}

describe.skipIf(fixtures === null)('integrity streams (need ../shared)', () => {
  test.for(Object.entries(headerChanges))('header with another %s', ([name, change]) => {
    const bytes = headerIntegrityBytes({ ...header, ...change })
    const golden = readFileSync(join(goldens, 'TestHeader_GetIntegrityReader', `${name}.golden`))
    expect(Buffer.compare(bytes, golden)).toBe(0)
  })

  test.for(Object.entries(descriptorChanges))('descriptor with another %s', ([name, { relativeId = 0, ...change }]) => {
    const bytes = descriptorIntegrityBytes({ ...descriptor, ...change }, relativeId)
    const golden = readFileSync(join(goldens, 'TestDescriptor_GetIntegrityReader', `${name}.golden`))
    expect(Buffer.compare(bytes, golden)).toBe(0)
  })

  test('digests of a real image are those of the format reference', async () => {
    const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
    await withSif(join(fixtures ?? '', 'test/images/two-groups.sif'), async (file) => {
      const smallest = smallestIds(file.rawDescriptors)
      const digests = file.rawDescriptors.map((raw) =>
        sha256(descriptorIntegrityBytes(raw, raw.id - (smallest.get(raw.groupId) ?? 0))),
      )
      expect(sha256(headerIntegrityBytes(file.rawHeader))).toBe(
        '635fa0a14a8ef0c0351ed3e985799ed1d4f75ce973dea3cc76c99710795cc3f1',
      )
      expect(digests).toEqual([
        '3634ad01db0dd5482ecf685267b53d6201690438ca27c3d7ea91c971a1f41f92',
        '04b5f87c9692a54f80d10fb6af00c779763aeca29d610348854bd97cd8bf66fd',
        'b356c9810f880c619f95c34909387de498895fc2054ef590ebaeab5c9b50c995',
      ])
    })
  })
})

test('the smallest ID is counted for each stored group value', () => {
  const slots = [
    { ...descriptor, id: 7 },
    { ...descriptor, id: 3 },
    { ...descriptor, id: 1, used: 0 },
    { ...descriptor, id: 2, groupId: 1 },
  ]
  expect([...smallestIds(slots)]).toEqual([
    [(groupMask | 1) >>> 0, 3],
    [1, 2],
  ])
})

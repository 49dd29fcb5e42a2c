/** Whole files written by this writer against those of the reference library, byte for byte. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type CreateOptions, createSif } from '../../../../src-main/engine/sif/create.ts'
import { makeDescriptor } from '../../../../src-main/engine/sif/descriptor-fields.ts'
import { editSif } from '../../../../src-main/engine/sif/edit.ts'
import type { SifEditor } from '../../../../src-main/engine/sif/editor.ts'
import { unsetSeconds } from '../../../../src-main/engine/sif/layout.ts'
import { checkInput, type ObjectInput } from '../../../../src-main/engine/sif/object-input.ts'
import { encodeDescriptor } from '../../../../src-main/engine/sif/raw.ts'
import { codeOf } from '../../../support/failing.ts'
import { inFolder } from '../../../support/folder.ts'
import { sharedPath } from '../../../support/shared.ts'

const goldens = sharedPath('fixtures/sif/sylabs-sif/pkg/sif/testdata')
const time = new Date(946_702_800_000)
const id = 'de170c43-36ab-44a8-bca9-1ea1a070a274'
const first = new Uint8Array([0xfa, 0xce])
const second = new Uint8Array([0xfe, 0xed])
const otherDigest = 'sha256:93a6ab73f77ce27501f74bb35af9b4da5b964c62f96175a1bc0e8ba2ae0dec08'
const emptyDigest = `sha256:${createHash('sha256').digest('hex')}`

const generic = (data: Uint8Array, alignmentBytes?: number): ObjectInput => ({
  type: 'Generic',
  data,
  ...(alignmentBytes === undefined ? {} : { alignmentBytes }),
})
const partition = (
  data: Uint8Array,
  kind: 'PrimSys' | 'System',
  architecture: string,
  fileSystem: 'Squashfs' | 'Raw' = 'Squashfs',
): ObjectInput => ({
  type: 'Partition',
  data,
  detail: { kind: 'partition', fileSystem, partitionType: kind, architecture },
})
const blob = (data: Uint8Array): ObjectInput => ({ type: 'OCIBlob', data })
const text = (value: string): Uint8Array => Buffer.from(value)

interface Case {
  readonly golden: string
  readonly create: CreateOptions
  readonly edit?: (editor: SifEditor) => unknown
  /** The edit fails with this code and the file stays as it was. */
  readonly fails?: string
}

const deterministic = (...objects: ObjectInput[]): CreateOptions => ({ deterministic: true, objects })
const dated = (...objects: ObjectInput[]): CreateOptions => ({ id, time, objects })
const two = deterministic(generic(first), generic(second))
const primary386 = partition(first, 'PrimSys', '386')

function named(folder: string, cases: Readonly<Record<string, Omit<Case, 'golden'>>>): Case[] {
  return Object.entries(cases).map(([name, rest]) => ({ golden: `${folder}/${name}.golden`, ...rest }))
}

const creations = {
  Empty: { create: deterministic() },
  EmptyDescriptorLimitedCapacity: { create: { ...deterministic(), capacity: 1 } },
  OneDescriptor: { create: deterministic(generic(first)) },
  TwoDescriptors: { create: deterministic(generic(first), partition(second, 'PrimSys', '386')) },
  TwoDescriptorsNotAligned: {
    create: deterministic(generic(first, 0), { ...partition(second, 'PrimSys', '386'), alignmentBytes: 0 }),
  },
  TwoDescriptorsAligned: {
    create: deterministic(generic(first, 4), { ...partition(second, 'PrimSys', '386'), alignmentBytes: 4 }),
  },
}
const rawPartition = (data: Uint8Array, kind: 'PrimSys' | 'System', architecture: string) =>
  partition(data, kind, architecture, 'Raw')
const thenAdd = (options: { zero?: boolean; compact?: boolean }) => ({
  create: deterministic(generic(text('abc')), generic(text('def'))),
  edit: async (editor: SifEditor) => {
    await editor.delete([2], options)
    await editor.add(generic(text('ghi')))
  },
})

const cases: readonly Case[] = [
  ...named('TestCreateContainer', {
    ...creations,
    EmptyLaunchScript: { create: { ...deterministic(), launchScript: '#!/usr/bin/env launch-script\n' } },
    EmptyWithID: { create: { ...deterministic(), id } },
    EmptyWithTime: { create: { ...deterministic(), time } },
    EmptyCloseOnUnload: { create: deterministic() },
  }),
  ...named('TestCreateContainerAtPath', creations),
  ...named('TestAddObject', {
    ErrInsufficientCapacity: {
      create: { deterministic: true, capacity: 0 },
      edit: (editor) => editor.add(generic(second)),
      fails: 'SIF_TABLE_FULL',
    },
    ErrPrimaryPartition: {
      create: deterministic(primary386),
      edit: (editor) => editor.add(partition(second, 'PrimSys', 'amd64')),
      fails: 'SIF_PRIMARY_EXISTS',
    },
    Deterministic: { create: dated(), edit: (editor) => editor.add(generic(first), { time: null }) },
    WithTime: { create: deterministic(), edit: (editor) => editor.add(generic(first), { time }) },
    Empty: { create: deterministic(), edit: (editor) => editor.add(generic(first)) },
    EmptyNotAligned: { create: deterministic(), edit: (editor) => editor.add(generic(first, 0)) },
    EmptyAligned: { create: deterministic(), edit: (editor) => editor.add(generic(first, 128)) },
    NotEmpty: {
      create: deterministic(generic(first)),
      edit: (editor) => editor.add(partition(second, 'PrimSys', '386')),
    },
    NotEmptyNotAligned: {
      create: deterministic(generic(first)),
      edit: (editor) => editor.add({ ...partition(second, 'PrimSys', '386'), alignmentBytes: 0 }),
    },
    NotEmptyAligned: {
      create: deterministic(generic(first)),
      edit: (editor) => editor.add({ ...partition(second, 'PrimSys', '386'), alignmentBytes: 128 }),
    },
  }),
  ...named('TestDeleteObject', {
    ErrObjectNotFound: {
      create: deterministic(),
      edit: (editor) => editor.delete([1]),
      fails: 'SIF_OBJECT_NOT_FOUND',
    },
    Compact: {
      create: two,
      edit: async (editor) => {
        await editor.delete([1], { compact: true })
        await editor.delete([2], { compact: true })
      },
    },
    OneZero: { create: two, edit: (editor) => editor.delete([1], { zero: true }) },
    OneCompact: { create: two, edit: (editor) => editor.delete([1], { compact: true }) },
    OneZeroCompact: { create: two, edit: (editor) => editor.delete([1], { zero: true, compact: true }) },
    TwoZero: { create: two, edit: (editor) => editor.delete([2], { zero: true }) },
    TwoCompact: { create: two, edit: (editor) => editor.delete([2], { compact: true }) },
    TwoZeroCompact: { create: two, edit: (editor) => editor.delete([2], { zero: true, compact: true }) },
    Deterministic: { create: dated(generic(first)), edit: (editor) => editor.delete([1], { time: null }) },
    WithTime: { create: deterministic(generic(first)), edit: (editor) => editor.delete([1], { time }) },
    PrimaryPartition: { create: deterministic(primary386), edit: (editor) => editor.delete([1]) },
  }),
  ...named('TestDeleteObjects', {
    ErrObjectNotFound: {
      create: deterministic(),
      edit: (editor) => editor.delete(({ id: objectId }) => objectId === 1),
      fails: 'SIF_OBJECT_NOT_FOUND',
    },
    NilSelectFunc: { create: two, edit: (editor) => editor.delete([]), fails: 'SIF_OBJECT_NOT_FOUND' },
    DataType: { create: two, edit: (editor) => editor.delete(({ type }) => type === 'Generic') },
    DataTypeCompact: {
      create: two,
      edit: (editor) => editor.delete(({ type }) => type === 'Generic', { compact: true }),
    },
    PrimaryPartitionCompact: {
      create: deterministic(primary386),
      edit: (editor) =>
        editor.delete(({ detail }) => detail.kind === 'partition' && detail.partitionType === 'PrimSys', {
          compact: true,
        }),
    },
  }),
  ...named('TestDeleteObjectAndAddObject', {
    Compact: thenAdd({ compact: true }),
    NoCompact: thenAdd({}),
    Zero: thenAdd({ zero: true }),
    ZeroCompact: thenAdd({ zero: true, compact: true }),
  }),
  ...named('TestSetPrimPart', {
    ErrObjectNotFound: {
      create: deterministic(),
      edit: (editor) => editor.setPrimary(1),
      fails: 'SIF_OBJECT_NOT_FOUND',
    },
    Deterministic: {
      create: dated(rawPartition(first, 'System', '386')),
      edit: (editor) => editor.setPrimary(1, { time: null }),
    },
    WithTime: {
      create: deterministic(rawPartition(first, 'PrimSys', '386'), rawPartition(second, 'System', 'amd64')),
      edit: (editor) => editor.setPrimary(2, { time }),
    },
    One: { create: deterministic(rawPartition(first, 'System', '386')), edit: (editor) => editor.setPrimary(1) },
    Two: {
      create: deterministic(rawPartition(first, 'PrimSys', '386'), rawPartition(second, 'System', 'amd64')),
      edit: (editor) => editor.setPrimary(2),
    },
  }),
  ...(
    [
      ['TestSetMetadata', emptyDigest],
      ['TestFileImage_SetOCIBlobDigest', otherDigest],
    ] as const
  ).flatMap(([folder, digest]) =>
    named(folder, {
      Deterministic: {
        create: dated(blob(first)),
        edit: (editor) => editor.setDetail(1, { kind: 'oci', digest }, { time: null }),
      },
      WithTime: {
        create: deterministic(blob(first)),
        edit: (editor) => editor.setDetail(1, { kind: 'oci', digest }, { time }),
      },
      One: { create: deterministic(blob(first)), edit: (editor) => editor.setDetail(1, { kind: 'oci', digest }) },
      Two: {
        create: deterministic(blob(first), blob(second)),
        edit: (editor) => editor.setDetail(2, { kind: 'oci', digest }),
      },
    }),
  ),
  {
    golden: 'TestSetMetadata/ErrObjectNotFound.golden',
    create: deterministic(),
    edit: (editor) => editor.setDetail(1, { kind: 'raw', bytes: first }),
    fails: 'SIF_OBJECT_NOT_FOUND',
  },
]

describe.skipIf(goldens === null)('files written like the reference (needs ../shared)', () => {
  test.for(cases)('$golden', async ({ golden, create, edit, fails }) => {
    await inFolder(async (folder) => {
      const path = join(folder, 'made.sif')
      await createSif(path, create)
      if (edit !== undefined) {
        const code = await codeOf(
          editSif(path, async (editor) => {
            await edit(editor)
          }),
        )
        expect(code).toBe(fails ?? null)
      }
      const expected = readFileSync(join(goldens ?? '', golden))
      expect(Buffer.compare(readFileSync(path), expected)).toBe(0)
    })
  })
})

const descriptors: Readonly<Record<string, Omit<ObjectInput, 'data'>>> = {
  Empty: { type: 'Generic' },
  OptNoGroup: { type: 'Generic', groupId: null },
  OptGroupID: { type: 'Generic', groupId: 2 },
  OptLinkedID: { type: 'Generic', link: { objectId: 1 } },
  OptLinkedGroupID: { type: 'Generic', link: { groupId: 1 } },
  OptObjectAlignment: { type: 'Generic', alignmentBytes: 8 },
  OptObjectName: { type: 'Generic', name: 'name' },
  OptObjectTime: { type: 'Generic', time },
  OptMetadata: { type: 'Generic', detail: { kind: 'raw', bytes: text('{"Value":100}') } },
  OptCryptoMessageMetadata: {
    type: 'CryptoMessage',
    detail: { kind: 'cryptoMessage', format: 'OpenPGP', message: 'ClearSignature' },
  },
  OptPartitionMetadata: {
    type: 'Partition',
    detail: { kind: 'partition', fileSystem: 'Squashfs', partitionType: 'PrimSys', architecture: '386' },
  },
  OptSignatureMetadata: {
    type: 'Signature',
    detail: { kind: 'signature', hash: 'SHA-256', fingerprint: '12045C8C0B1004D058DE4BEDA20C27EE7FF7BA84' },
  },
  OptSBOMMetadata: { type: 'SBOM', detail: { kind: 'sbom', format: 'cyclonedx-json' } },
  DataOCIRootIndex: { type: 'OCIRootIndex' },
  DataOCIBlob: { type: 'OCIBlob' },
}

describe.skipIf(goldens === null)('descriptors made like the reference (needs ../shared)', () => {
  test.for(Object.entries(descriptors))('%s', ([name, input]) => {
    const checked = checkInput({ ...input, data: new Uint8Array(0) })
    const made = makeDescriptor(checked, 0, 0n, 0n, { sizeBytes: 0n, digest: emptyDigest }, unsetSeconds)
    // The reference fills these fields before it chooses a slot.
    const bytes = encodeDescriptor({ ...made, used: 0 })
    expect(Buffer.compare(bytes, readFileSync(join(goldens ?? '', 'TestNewDescriptorInput', `${name}.golden`)))).toBe(0)
  })
})

/**
 * Small SIF files of the project's own making, so that tests run without the shared test data.
 * Everything here goes through the project's writer; nothing is signed.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type CreateOptions, createSif, runLaunchScript } from '../../src-main/engine/sif/create.ts'
import { descriptorAt, descriptorSizeBytes, tableOffsetBytes } from '../../src-main/engine/sif/layout.ts'
import type { ObjectInput } from '../../src-main/engine/sif/object-input.ts'
import { withSif } from '../../src-main/engine/sif/read.ts'

/** Whether a program can be started here. */
export function hasProgram(name: string): boolean {
  return spawnSync(name, ['--help'], { stdio: 'ignore' }).error === undefined
}

/**
 * A squashfs of a few files, made by mksquashfs; where that is missing, 4096 bytes that only begin like one,
 * which is enough for everything that does not look inside.
 */
export async function tinySquashfs(
  files: Readonly<Record<string, string>> = { 'etc/hello': 'hello\n' },
): Promise<Buffer> {
  if (!hasProgram('mksquashfs')) {
    const bytes = Buffer.alloc(4096)
    bytes.write('hsqs', 'latin1')
    return bytes
  }
  const folder = await mkdtemp(join(tmpdir(), 'sif-desktop-squashfs-'))
  try {
    for (const [name, text] of Object.entries(files)) {
      const path = join(folder, 'root', name)
      mkdirSync(join(path, '..'), { recursive: true })
      writeFileSync(path, text)
    }
    const image = join(folder, 'image.squashfs')
    execFileSync(
      'mksquashfs',
      [join(folder, 'root'), image, '-all-root', '-quiet', '-no-progress', '-all-time', '0', '-mkfs-time', '0'],
      {
        stdio: 'ignore',
      },
    )
    return readFileSync(image)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** The members of `inspect-metadata.json` that a small image has. */
export interface SmallAttributes {
  readonly labels?: Readonly<Record<string, unknown>>
  readonly environment?: Readonly<Record<string, unknown>>
  readonly runscript?: string
  readonly startscript?: string
  readonly test?: string
  readonly helpfile?: string
  readonly deffile?: string
  readonly apps?: Readonly<Record<string, unknown>>
}

/** The object that builders name `inspect-metadata.json`. */
export function metadataObject(attributes: SmallAttributes): ObjectInput {
  const data = Buffer.from(JSON.stringify({ data: { attributes }, type: 'container' }))
  return { type: 'GenericJSON', name: 'inspect-metadata.json', data }
}

/** A definition file as an object. */
export function definitionObject(text = 'Bootstrap: scratch\n'): ObjectInput {
  return { type: 'Deffile', data: Buffer.from(text) }
}

/** A squashfs as the primary system partition, or as another kind of partition. */
export function partitionObject(
  data: Buffer,
  options: { architecture?: string; kind?: 'PrimSys' | 'System' | 'Data' | 'Overlay'; groupId?: number } = {},
): ObjectInput {
  return {
    type: 'Partition',
    data,
    ...(options.groupId === undefined ? {} : { groupId: options.groupId }),
    detail: {
      kind: 'partition',
      fileSystem: 'Squashfs',
      partitionType: options.kind ?? 'PrimSys',
      architecture: options.architecture ?? 'amd64',
    },
  }
}

/** An ordinary image: definition, metadata, root partition, all in group 1. Equal input gives equal bytes. */
export async function makeImage(
  path: string,
  attributes: SmallAttributes = { labels: { Name: 'small' }, runscript: '#!/bin/sh\necho small' },
  options: CreateOptions = {},
): Promise<void> {
  await createSif(path, {
    deterministic: true,
    launchScript: runLaunchScript,
    objects: [definitionObject(), metadataObject(attributes), partitionObject(await tinySquashfs())],
    ...options,
  })
}

/** Two groups: an ordinary image in group 1, a data partition and a note in group 2. */
export async function makeTwoGroups(path: string): Promise<void> {
  const squashfs = await tinySquashfs()
  await createSif(path, {
    deterministic: true,
    launchScript: runLaunchScript,
    objects: [
      definitionObject(),
      partitionObject(squashfs),
      partitionObject(squashfs, { kind: 'Data', groupId: 2 }),
      { type: 'Generic', name: 'note', data: Buffer.from('a note\n'), groupId: 2 },
    ],
  })
}

/** As many objects as asked for, each with its number as data. */
export async function makeManyObjects(path: string, count: number): Promise<void> {
  await createSif(path, {
    deterministic: true,
    capacity: count,
    objects: Array.from({ length: count }, (_, index) => ({
      type: 'Generic' as const,
      name: `object-${index + 1}`,
      data: Buffer.from(`${index + 1}\n`),
    })),
  })
}

/**
 * An ordinary image whose partition claims to fill a file of any size; the file is sparse, so it takes no room.
 * @returns how many bytes its definition and metadata have
 */
export async function makeLargeSparse(path: string, sizeBytes: number): Promise<{ readonly metadataBytes: number }> {
  await makeImage(path)
  const metadataBytes = await withSif(path, async ({ structure }) => {
    const partition = structure.objects[2]
    if (partition === undefined) throw new Error('the partition is missing')
    const claimed = Buffer.alloc(8)
    claimed.writeBigInt64LE(BigInt(sizeBytes - partition.offset))
    const handle = await open(path, 'r+')
    await handle.write(claimed, 0, 8, tableOffsetBytes + partition.slot * descriptorSizeBytes + descriptorAt.sizeBytes)
    await handle.truncate(sizeBytes)
    await handle.close()
    return structure.objects.slice(0, 2).reduce((sum, object) => sum + object.sizeBytes, 0)
  })
  return { metadataBytes }
}

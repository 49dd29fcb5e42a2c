/** What the pages of the gallery show. */
import type { MapLane, MapObject } from '../../src-renderer/components/image-map.tsx'
import type { MapPart, MapPartKind } from '../../src-shared/model/image.ts'
import { type Verdict, verdicts } from '../../src-shared/model/verification.ts'

export const acme = '3F1C8A27D05E49B67712E4A90C53BD186F2E9A40'
export const acmeCi = 'B6D204F791AC3E586B0D27C1F8E35A94D76B1082'

function object(
  id: number | null,
  kind: MapPartKind,
  title: string,
  detail: string,
  sizeBytes: number,
  offsetBytes: number,
  more: Partial<MapObject> = {},
): MapObject {
  return {
    key: id === null ? kind : `object-${id}`,
    kind,
    objectId: id,
    title,
    detail,
    sizeBytes,
    offsetBytes,
    coverText: 'covered by signatures 5 and 7',
    isUncovered: false,
    isChanged: false,
    ...more,
  }
}

export const gatkObjects: readonly MapObject[] = [
  object(null, 'header', 'Header', '128 B', 128, 0, { coverText: 'covered in some fields' }),
  object(null, 'table', 'Object table', '7 of 48 used', 28_080, 4096, {
    coverText: 'covered in some fields',
    slots: { used: 7, total: 48 },
  }),
  object(1, 'definition', '1 Definition', '1.2 kB', 1200, 32_768),
  object(2, 'metadata', '2 Metadata', '4.9 kB', 4900, 36_864),
  object(3, 'metadata', '3 OCI config', '2.3 kB', 2300, 45_056),
  object(4, 'fileSystem', '4 File system', '1.62 GB', 1_624_571_904, 49_152, {
    note: 'SquashFS, gzip · 48,213 files',
    share: '87 % of the file',
    directories: [
      { path: '/opt/conda', sizeBytes: 702_000_000 },
      { path: '/usr', sizeBytes: 448_000_000 },
      { path: '/gatk', sizeBytes: 331_000_000 },
      { path: '/lib', sizeBytes: 92_000_000 },
      { path: '/root', sizeBytes: 31_000_000 },
      { path: '/etc', sizeBytes: 20_000_000 },
    ],
  }),
  object(5, 'signature', '5 Signature', '3 Nov 2026', 1800, 1_624_621_056, {
    verdict: 'verified',
    coverText: 'speaks for objects 1–4',
  }),
  object(6, 'data', '6 Data', '231 MB', 231_211_008, 1_624_625_152, {
    coverText: 'covered by no signature',
    isUncovered: true,
  }),
  object(7, 'signature', '7 Signature', '9 Nov 2026', 1900, 1_855_836_160, {
    verdict: 'unknown',
    coverText: 'speaks for objects 2–4',
  }),
]

const tableFields = new Set(['header', 'table'])

export const gatkLanes: readonly MapLane[] = [
  {
    key: 'lane-5',
    verdict: 'verified',
    signatureKey: 'object-5',
    covers: new Set(['object-1', 'object-2', 'object-3', 'object-4']),
    coversSome: tableFields,
  },
  {
    key: 'lane-7',
    verdict: 'unknown',
    signatureKey: 'object-7',
    covers: new Set(['object-2', 'object-3', 'object-4']),
    coversSome: tableFields,
  },
]

/** Many signatures and one changed object. */
export const crowdedObjects: readonly MapObject[] = [
  ...gatkObjects.slice(0, 5),
  object(4, 'fileSystem', '4 File system', '1.62 GB', 1_624_571_904, 49_152, {
    isChanged: true,
    coverText: 'changed since it was signed',
    note: 'SquashFS, gzip',
  }),
  ...[5, 6, 7, 8].map((id) =>
    object(id, 'signature', `${id} Signature`, '3 Nov 2026', 1800, 1_624_621_056 + id * 4096, { verdict: 'changed' }),
  ),
  object(9, 'other', '9 Message', '2 kB', 2000, 1_724_621_056, {
    isUncovered: true,
    coverText: 'covered by no signature',
  }),
]

export function miniParts(verdict: Verdict): readonly MapPart[] {
  const cover = verdict === 'notSigned' ? 'none' : 'covered'
  const part = (kind: MapPartKind, sizeBytes: number, own: MapPart['cover'] = cover): MapPart => ({
    kind,
    objectId: null,
    sizeBytes,
    cover: own,
  })
  const parts = [
    part('header', 128, 'none'),
    part('table', 28_080, 'none'),
    part('definition', 1200),
    part('metadata', 4900),
    part('metadata', 2300),
    part('fileSystem', 1_624_571_904, verdict === 'changed' ? 'changed' : cover),
  ]
  if (verdict === 'notSigned') return parts
  if (verdict === 'partlySigned')
    return [
      ...parts,
      part('signature', 1800, 'none'),
      part('data', 231_211_008, 'notCovered'),
      part('signature', 1, 'none'),
    ]
  return [...parts, part('signature', 1800, 'none')]
}

export interface ImageRow {
  readonly id: string
  readonly verdict: Verdict
  readonly name: string
  readonly reference: string
  readonly sizeBytes: number
  readonly signer: string
}

const names = ['rnaseq', 'gatk', 'alpine', 'samtools', 'paraview-egl', 'openfoam', 'jupyter-lab', 'bowtie2', 'seurat']

/** As many rows as asked for, the same ones every time. */
export function imageRows(count: number): readonly ImageRow[] {
  return Array.from({ length: count }, (_, index) => {
    const name = names[index % names.length] ?? ''
    return {
      id: `image-${index}`,
      verdict: verdicts[(index * 7) % verdicts.length] ?? 'unknown',
      name: `${name}_2.${index}.sif`,
      reference: `library://acme/genomics/${name}:2.${index}`,
      sizeBytes: 3_100_000 * ((index % 700) + 1),
      signer: 'Acme Genomics Release',
    }
  })
}

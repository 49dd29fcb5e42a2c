/** The images of the public projects, with the outcomes of the SIF reference's chapter 14. */
import { describe, expect, it } from 'vitest'
import type { Verdict } from '../../../src-shared/model/verification.ts'
import type { VerificationScope } from '../../../src-shared/model/verification-facts.ts'
import { sharedPath } from '../../support/shared.ts'
import { withTrustEngine } from '../../support/trust-engine.ts'

const root = sharedPath('fixtures/sif')
const images = 'sylabs-sif/test/images'
const ceImages = 'sylabs-singularity/test/images'
const testhase = 'hinkskalle/backend/Hinkskalle/tests/share'
const keys = {
  none: null,
  unit: 'sylabs-sif/test/keys/private.asc',
  ce: 'sylabs-singularity/test/keys/pgp-public.asc',
  testhase: `${testhase}/testhase-pub.asc`,
} as const
const pem = { ed25519: 'ed25519', rsa: 'rsa', ecdsa: 'ecdsa' } as const

interface Row {
  readonly file: string
  readonly ring?: keyof typeof keys
  readonly pem?: keyof typeof pem
  readonly scope?: Partial<VerificationScope>
  readonly verdict: Verdict
  /** Covered objects; left out where nothing can be said. */
  readonly objects?: readonly number[]
}

const legacy = { legacy: true }
const unsigned = [
  'empty',
  'empty-id',
  'empty-launch-script',
  'one-object-time',
  'one-object-generic-json',
  'one-object-crypt-message',
  'one-object-sbom',
  'one-object-oci-root-index',
  'one-object-oci-blob',
  'one-group',
  'two-groups',
]

const rows: readonly Row[] = [
  ...unsigned.map((name): Row => ({ file: `${images}/${name}.sif`, verdict: 'notSigned' })),
  { file: `${images}/one-group-signed-pgp.sif`, ring: 'unit', verdict: 'unknown', objects: [1, 2] },
  { file: `${images}/one-group-signed-pgp.sif`, ring: 'ce', verdict: 'cannotCheck' },
  { file: `${images}/one-group-signed-dsse.sif`, pem: 'ed25519', verdict: 'unknown', objects: [1, 2] },
  { file: `${images}/one-group-signed-dsse.sif`, pem: 'rsa', verdict: 'unknown', objects: [1, 2] },
  { file: `${images}/one-group-signed-dsse.sif`, pem: 'ecdsa', verdict: 'cannotCheck' },
  { file: `${images}/one-group-signed-dsse.sif`, ring: 'unit', verdict: 'cannotCheck' },
  { file: `${images}/two-groups-signed-pgp.sif`, ring: 'unit', verdict: 'unknown', objects: [1, 2, 3] },
  { file: `${images}/two-groups-signed-dsse.sif`, pem: 'ed25519', verdict: 'unknown', objects: [1, 2, 3] },
  { file: `${images}/two-groups-signed-dsse.sif`, pem: 'rsa', verdict: 'unknown', objects: [1, 2, 3] },
  { file: `${images}/two-groups-signed-dsse.sif`, pem: 'ecdsa', verdict: 'cannotCheck' },
  // Legacy signatures are checked on request, and cover contents only: partly signed at best.
  ...[
    'one-group-signed-legacy',
    'one-group-signed-legacy-all',
    'one-group-signed-legacy-group',
    'two-groups-signed-legacy',
    'two-groups-signed-legacy-all',
    'two-groups-signed-legacy-group',
  ].map((name): Row => ({ file: `${images}/${name}.sif`, ring: 'unit', verdict: 'cannotCheck' })),
  { file: `${images}/one-group-signed-legacy.sif`, ring: 'unit', scope: legacy, verdict: 'partlySigned', objects: [2] },
  {
    file: `${images}/one-group-signed-legacy.sif`,
    ring: 'unit',
    scope: { legacy: true, objectId: 2 },
    verdict: 'partlySigned',
    objects: [2],
  },
  {
    file: `${images}/one-group-signed-legacy.sif`,
    ring: 'unit',
    scope: { legacy: true, objectId: 1 },
    verdict: 'notSigned',
  },
  {
    file: `${images}/one-group-signed-legacy-all.sif`,
    ring: 'unit',
    scope: legacy,
    verdict: 'partlySigned',
    objects: [1, 2],
  },
  {
    file: `${images}/one-group-signed-legacy-group.sif`,
    ring: 'unit',
    scope: legacy,
    verdict: 'partlySigned',
    objects: [1, 2],
  },
  {
    file: `${images}/two-groups-signed-legacy.sif`,
    ring: 'unit',
    scope: legacy,
    verdict: 'partlySigned',
    objects: [2],
  },
  {
    file: `${images}/two-groups-signed-legacy-all.sif`,
    ring: 'unit',
    scope: legacy,
    verdict: 'partlySigned',
    objects: [1, 2],
  },
  {
    file: `${images}/two-groups-signed-legacy-group.sif`,
    ring: 'unit',
    scope: legacy,
    verdict: 'partlySigned',
    objects: [1, 2],
  },
  {
    file: `${images}/two-groups-signed-legacy-group.sif`,
    ring: 'unit',
    scope: { legacy: true, groupId: 2 },
    verdict: 'notSigned',
  },
  { file: `${ceImages}/empty.sif`, verdict: 'notSigned' },
  { file: `${ceImages}/one-group.sif`, verdict: 'notSigned' },
  { file: `${ceImages}/empty.oci.sif`, verdict: 'notSigned' },
  { file: `${ceImages}/one-group-signed-pgp.sif`, ring: 'ce', verdict: 'unknown', objects: [1, 2] },
  { file: `${ceImages}/one-group-signed-dsse.sif`, pem: 'ed25519', verdict: 'unknown', objects: [1, 2] },
  { file: `${ceImages}/one-group-signed-legacy.sif`, ring: 'ce', scope: legacy, verdict: 'partlySigned', objects: [2] },
  {
    file: `${ceImages}/one-group-signed-legacy-all.sif`,
    ring: 'ce',
    scope: legacy,
    verdict: 'partlySigned',
    objects: [1, 2],
  },
  {
    file: `${ceImages}/one-group-signed-legacy-group.sif`,
    ring: 'ce',
    scope: legacy,
    verdict: 'partlySigned',
    objects: [1, 2],
  },
  { file: 'hinkskalle/share/examples/alpine_latest.sif', verdict: 'notSigned' },
  { file: 'hinkskalle/share/examples/busybox_1.34.1.sif', ring: 'ce', verdict: 'cannotCheck' },
  { file: `${testhase}/busybox.sif`, verdict: 'notSigned' },
  { file: `${testhase}/busybox_signed.sif`, ring: 'testhase', verdict: 'unknown', objects: [1, 2, 3] },
  ...['amd64', 'arm64', 'ppc64le'].map(
    (name): Row => ({ file: `apptainer/e2e/testdata/busybox_${name}.sif`, verdict: 'cannotCheck' }),
  ),
]

const title = (row: Row): string =>
  [row.file, row.ring, row.pem, JSON.stringify(row.scope ?? 'all')].filter(Boolean).join(' ')

describe.skipIf(root === null)('images of the public projects', () => {
  it.each(rows.map((row) => [title(row), row] as const))('%s', async (_title, row) => {
    const found = await withTrustEngine(async ({ keyring, signatures }) => {
      const ring = keys[row.ring ?? 'none']
      if (ring !== null) await keyring.importMaterial({ kind: 'file', path: `${root}/${ring}` })
      return signatures.verify({
        path: `${root}/${row.file}`,
        scope: { groupId: null, objectId: null, legacy: false, ...row.scope },
        lookUpKeys: false,
        keyFiles: row.pem === undefined ? [] : [`${root}/sylabs-sif/test/keys/${row.pem}-public.pem`],
      })
    })
    expect({ verdict: found.verdict, objects: found.coverage?.objects ?? null }).toEqual({
      verdict: row.verdict,
      objects: row.objects ?? (row.verdict === 'notSigned' && row.scope === undefined ? [] : null),
    })
    // Without the key, what the message states was compared all the same.
    if (row.verdict === 'cannotCheck')
      expect(found.signatures.every(({ changedObjects }) => changedObjects.length === 0)).toBe(true)
  })
})

/**
 * Signs demo images: a clear-signed statement over header, descriptors and objects of group 1, or the
 * legacy form over one object. Small on purpose; only for files that the demo has just made.
 * Format: SIF reference, 9.2 to 9.6.
 */
import { createHash } from 'node:crypto'
import { createCleartextMessage, enums, type PrivateKey, readPrivateKey, revokeKey, sign } from 'openpgp'
import type { SifObject } from '../../src-shared/model/sif.ts'
import { editSifInPlace } from '../engine/sif/edit.ts'
import { descriptorIntegrityBytes, headerIntegrityBytes, smallestIds } from '../engine/sif/integrity.ts'
import { type SifFile, withSif } from '../engine/sif/read.ts'
import { type DemoSigner, demoKeys } from './demo-keys.ts'

export interface SignRequest {
  readonly signer: DemoSigner
  readonly at: Date
  /** Only these objects of the group; all when left out. */
  readonly objectIds?: readonly number[]
  /** The form of before 2020, over the data of the file system alone. */
  readonly legacy?: boolean
}

/** Signatures are the same for the same input: demo images keep their digests. */
const config = { nonDeterministicSignaturesViaNotation: false, preferredHashAlgorithm: enums.hash.sha256 }

export async function secretKey(signer: DemoSigner): Promise<PrivateKey> {
  const begin = '-----BEGIN PGP PRIVATE KEY BLOCK-----'
  const end = '-----END PGP PRIVATE KEY BLOCK-----'
  return readPrivateKey({ armoredKey: `${begin}\n\n${demoKeys[signer].secret.trim()}\n${end}\n` })
}

/** The armored public key, revoked where that is what the demo shows. */
export async function publicKey(
  signer: DemoSigner,
  revocation?: { readonly at: Date; readonly reason: 'keyCompromised' | 'keyRetired'; readonly text: string },
): Promise<string> {
  const key = await secretKey(signer)
  if (!revocation) return key.toPublic().armor()
  const { publicKey: revoked } = await revokeKey({
    key,
    date: revocation.at,
    reasonForRevocation: { flag: enums.reasonForRevocation[revocation.reason], string: revocation.text },
    format: 'armored',
    config,
  })
  return revoked
}

/** Appends one signature to a file. */
export async function signImage(path: string, request: SignRequest): Promise<void> {
  const text = await withSif(path, (file) =>
    request.legacy ? legacyStatement(file) : statement(file, request.objectIds),
  )
  const message = await createCleartextMessage({ text })
  const signingKeys = await secretKey(request.signer)
  const armored = (await sign({ message, signingKeys, date: request.at, config })).replaceAll('\r', '')
  const { fingerprint } = demoKeys[request.signer]
  await editSifInPlace(path, (editor) => {
    const fileSystem = editor.objects.find(({ type }) => type === 'Partition')
    return editor.add(
      request.legacy
        ? {
            type: 'Signature',
            data: Buffer.from(armored),
            name: 'part-signature',
            groupId: 1,
            link: { objectId: fileSystem?.id ?? 1 },
            detail: { kind: 'signature', hash: 'SHA-384', fingerprint },
          }
        : {
            type: 'Signature',
            data: Buffer.from(armored.trimEnd()),
            groupId: null,
            link: { groupId: 1 },
            detail: { kind: 'signature', hash: 'SHA-256', fingerprint },
          },
      { time: request.at },
    )
  })
}

async function statement(file: SifFile, objectIds: readonly number[] | undefined): Promise<string> {
  const signed = file.structure.objects.filter(
    ({ id, groupId, type }) => groupId === 1 && type !== 'Signature' && (objectIds?.includes(id) ?? true),
  )
  const smallest = smallestIds(file.rawDescriptors)
  const objects: unknown[] = []
  for (const object of signed) {
    const raw = file.rawDescriptor(object)
    const relativeId = object.id - (smallest.get(raw.groupId) ?? 0)
    objects.push({
      relativeId,
      descriptorDigest: sha256(descriptorIntegrityBytes(raw, relativeId)),
      objectDigest: `sha256:${await digestOf(file, object, 'sha256')}`,
    })
  }
  return JSON.stringify({ version: 1, header: { digest: sha256(headerIntegrityBytes(file.rawHeader)) }, objects })
}

async function legacyStatement(file: SifFile): Promise<string> {
  const fileSystem = file.structure.objects.find(({ type }) => type === 'Partition')
  return `SIFHASH:\n${fileSystem ? await digestOf(file, fileSystem, 'sha384') : ''}`
}

async function digestOf(file: SifFile, object: SifObject, algorithm: string): Promise<string> {
  const hash = createHash(algorithm)
  for await (const chunk of file.streamObject(object)) hash.update(chunk)
  return hash.digest('hex')
}

function sha256(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}

/** Keys made for one test, and signatures over images as a real signer makes them, or as an attacker would. */
import { createHash } from 'node:crypto'
import { config, createCleartextMessage, enums, generateKey, type PrivateKey, SignaturePacket, sign } from 'openpgp'
import { writeArmor } from '../../src-main/engine/keyring/openpgp/armor.ts'
import { packetTag, writePackets } from '../../src-main/engine/keyring/openpgp/packets.ts'
import { editSifInPlace } from '../../src-main/engine/sif/edit.ts'
import { descriptorIntegrityBytes, headerIntegrityBytes, smallestIds } from '../../src-main/engine/sif/integrity.ts'
import { withSif } from '../../src-main/engine/sif/read.ts'

export interface TestSigner {
  readonly key: PrivateKey
  /** Upper-case hex of the primary key. */
  readonly fingerprint: string
  readonly armored: string
}

export async function makeSigner(
  name: string,
  options: { readonly date?: Date; readonly type?: 'ecc' | 'rsa' } = {},
): Promise<TestSigner> {
  const { privateKey, publicKey } = await generateKey({
    userIDs: [{ name, email: 'signer@example.org' }],
    type: options.type ?? 'ecc',
    format: 'object',
    // Old enough that signatures of any date of these days lie within its life.
    date: options.date ?? new Date('2025-01-01T00:00:00Z'),
  })
  return { key: privateKey, fingerprint: publicKey.getFingerprint().toUpperCase(), armored: publicKey.armor() }
}

const sha256 = (bytes: Uint8Array): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`

/** The message over a group; `objectIds` limits it to some of its objects. */
export async function messageFor(path: string, groupId = 1, objectIds?: readonly number[]): Promise<string> {
  return withSif(path, async (file) => {
    const smallest = smallestIds(file.rawDescriptors).get((0xf0000000 | groupId) >>> 0) ?? 0
    const objects = []
    for (const object of file.structure.objects) {
      if (object.groupId !== groupId || object.type === 'Signature') continue
      if (objectIds !== undefined && !objectIds.includes(object.id)) continue
      const relativeId = object.id - smallest
      const { bytes } = await file.readObject(object, { maxBytes: object.sizeBytes })
      const descriptorDigest = sha256(descriptorIntegrityBytes(file.rawDescriptor(object), relativeId))
      objects.push({ relativeId, descriptorDigest, objectDigest: sha256(bytes) })
    }
    return JSON.stringify({ version: 1, header: { digest: sha256(headerIntegrityBytes(file.rawHeader)) }, objects })
  })
}

/** A clear-signed text, with LF line ends as the command lines write it. */
export async function clearSign(text: string, signer: TestSigner, date = new Date()): Promise<string> {
  const message = await createCleartextMessage({ text })
  return (await sign({ message, signingKeys: signer.key, date })).replaceAll('\r\n', '\n').trimEnd()
}

/** The same by the primary key alone and at any date: no library checks whether the key existed then. */
export async function clearSignAt(text: string, { key }: TestSigner, date: Date): Promise<string> {
  const packet = new SignaturePacket()
  packet.signatureType = enums.signature.text
  packet.publicKeyAlgorithm = key.keyPacket.algorithm
  packet.hashAlgorithm = enums.hash.sha512
  const bytes = Buffer.from(text.replaceAll('\n', '\r\n'))
  const data = Object.assign(new Uint8Array(), { text: null, getBytes: () => bytes })
  const sign = packet.sign.bind(packet) as (...args: unknown[]) => Promise<void>
  await sign(key.keyPacket, data, date, true, config)
  const block = writeArmor('SIGNATURE', writePackets([{ tag: packetTag.signature, body: packet.write() }]))
  return `-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\n${text}\n${block.trimEnd()}`
}

/** Appends data as a signature object that is linked to a group and names a key. */
export async function appendSignature(
  path: string,
  data: string | Uint8Array,
  fingerprint: string | null,
  groupId = 1,
): Promise<void> {
  await editSifInPlace(path, (editor) =>
    editor.add({
      type: 'Signature',
      data: Buffer.from(data),
      groupId: null,
      link: { groupId },
      detail: { kind: 'signature', hash: 'SHA-256', fingerprint },
    }),
  )
}

export interface SignOptions {
  readonly groupId?: number
  readonly objectIds?: readonly number[]
  readonly date?: Date
}

/** Signs an image as a real signer does. */
export async function signImage(
  path: string,
  signer: TestSigner,
  { groupId = 1, objectIds, date }: SignOptions = {},
): Promise<void> {
  const text = await messageFor(path, groupId, objectIds)
  await appendSignature(path, await clearSign(text, signer, date), signer.fingerprint, groupId)
}

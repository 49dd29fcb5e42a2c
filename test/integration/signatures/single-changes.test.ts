/**
 * One change each to a signed image, the list of the SIF reference's 10.5. Where this application is
 * stricter or more exact than the command lines, the comment says so.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Verdict } from '../../../src-shared/model/verification.ts'
import type { VerificationScope } from '../../../src-shared/model/verification-facts.ts'
import { sharedPath } from '../../support/shared.ts'
import { headerField, SifBytes } from '../../support/sif-bytes.ts'
import { withTrustEngine } from '../../support/trust-engine.ts'

const image = sharedPath('fixtures/sif/sylabs-sif/test/images/one-group-signed-pgp.sif')
const key = sharedPath('fixtures/sif/sylabs-sif/test/keys/private.asc')

const whole: VerificationScope = { groupId: null, objectId: null, legacy: false }
const only = (objectId: number): VerificationScope => ({ ...whole, objectId })
const group = (groupId: number): VerificationScope => ({ ...whole, groupId })
const groupValue = (id: number): number => (0xf0000000 | id) >>> 0

type Change = (sif: SifBytes) => unknown
type Expected = Verdict | string
const addObject =
  (to: number): Change =>
  (sif) =>
    sif.copySlot(0, 3, 4).replaceData(3, Buffer.from('added')).setU32(3, 'group', to)

const signatureText = (sif: SifBytes): string => sif.data(2).toString('latin1')
const withSignature =
  (change: (text: string) => string): Change =>
  (sif) =>
    sif.replaceData(2, Buffer.from(change(signatureText(sif)), 'latin1'))

/** What is changed, and what comes out: a verdict, or the code of an error. The signer is never decided about. */
const changes: readonly (readonly [string, Change, Expected, VerificationScope?])[] = [
  ['nothing', () => undefined, 'unknown'],
  ['launch script', (sif) => sif.setByte(headerField.launchScript, 0x23), 'changed'],
  ['UUID', (sif) => sif.setByte(headerField.id, 1), 'changed'],
  ['header architecture', (sif) => sif.setByte(headerField.architecture + 1, 0x32), 'unknown'],
  ['header times', (sif) => sif.setHeader('createdAt', 5), 'unknown'],
  ['free count', (sif) => sif.setHeader('free', 44), 'unknown'],
  // The programs call the image empty then; the table is what counts here.
  ['free = total', (sif) => sif.setHeader('free', 48), 'unknown'],
  ['data offset', (sif) => sif.setHeader('dataOffset', 40_000), 'unknown'],
  ['data size', (sif) => sif.setHeader('dataSize', 1), 'unknown'],
  ['bytes between header and table', (sif) => sif.setByte(200, 1), 'unknown'],
  ['padding between objects', (sif) => sif.setByte(33_000, 1), 'unknown'],
  ['bytes appended', (sif) => sif.append(Buffer.from('tail')), 'unknown'],
  ['total 47', (sif) => sif.setHeader('total', 47), 'unknown'],
  ['total 2, which hides the signature', (sif) => sif.setHeader('total', 2), 'notSigned'],
  ['modification time of an object', (sif) => sif.setI64(0, 'modifiedAt', 5), 'unknown'],
  ['size with padding', (sif) => sif.setI64(0, 'sizeWithPadding', 9), 'unknown'],
  ['used 2', (sif) => sif.setByte(sif.slotAt(0, 'used'), 2), 'unknown'],
  ['offset of an equal copy', (sif) => sif.setI64(0, 'offset', sif.append(sif.data(0))), 'unknown'],
  ['offset wrong', (sif) => sif.setI64(0, 'offset', 32_772), 'changed'],
  ['type', (sif) => sif.setU32(0, 'type', 0x4007), 'changed'],
  ['link', (sif) => sif.setU32(0, 'link', 2), 'changed'],
  ['size', (sif) => sif.setI64(0, 'size', 3), 'changed'],
  ['creation time', (sif) => sif.setI64(0, 'createdAt', 5), 'changed'],
  ['owner', (sif) => sif.setI64(0, 'uid', 5), 'changed'],
  ['group of the owner', (sif) => sif.setI64(0, 'gid', 5), 'changed'],
  ['name', (sif) => sif.setByte(sif.slotAt(0, 'name'), 0x61), 'changed'],
  ['last byte of the extra field', (sif) => sif.setByte(sif.slotAt(0, 'extra') + 383, 1), 'changed'],
  ['one byte of data', (sif) => sif.setByte(sif.number(1, 'offset') + 100, 0x55), 'changed'],
  ['all IDs + 10', (sif) => sif.setU32(0, 'id', 11).setU32(1, 'id', 12).setU32(2, 'id', 13), 'unknown'],
  ['slots swapped', (sif) => sif.swapSlots(0, 1), 'unknown'],
  ['two IDs swapped', (sif) => sif.setU32(0, 'id', 2).setU32(1, 'id', 1), 'changed'],
  ['one ID upward', (sif) => sif.setU32(1, 'id', 9), 'changed'],
  ['an ID twice', (sif) => sif.setU32(1, 'id', 1), 'changed'],
  ['an ID twice, asked by ID', (sif) => sif.setU32(1, 'id', 1), 'SIF_OBJECT_AMBIGUOUS', only(1)],
  ['an object moved to group 2', (sif) => sif.setU32(1, 'group', groupValue(2)), 'changed'],
  [
    'all moved to group 9, the signature too',
    (sif) => sif.setU32(0, 'group', groupValue(9)).setU32(1, 'group', groupValue(9)).setU32(2, 'link', groupValue(9)),
    'unknown',
  ],
  ['object 2 deleted', (sif) => sif.dropSlot(1), 'changed'],
  ['object 2 deleted, object 1 asked', (sif) => sif.dropSlot(1), 'unknown', only(1)],
  ['object 1 deleted, object 2 asked', (sif) => sif.dropSlot(0), 'changed', only(2)],
  ['group without mask, one object', (sif) => sif.setU32(0, 'group', 1), 'changed'],
  // The programs accept this one; a group value must be complete here.
  ['group without mask, both', (sif) => sif.setU32(0, 'group', 1).setU32(1, 'group', 1), 'changed'],
  ['size beyond the end', (sif) => sif.setI64(0, 'size', 1_000_000), 'changed'],
  ['negative size', (sif) => sif.setI64(0, 'size', -4), 'changed'],
  ['negative offset', (sif) => sif.setI64(0, 'offset', -4), 'changed'],
  [
    'file cut inside the signature',
    (sif) => {
      sif.bytes = sif.bytes.subarray(0, sif.bytes.length - 10)
    },
    'changed',
  ],
  ['object added to group 1', addObject(groupValue(1)), 'partlySigned'],
  ['object added to group 1, object 1 asked', addObject(groupValue(1)), 'unknown', only(1)],
  // The programs refuse the whole image; here the signed group can be asked about.
  ['object added to no group', addObject(groupValue(0)), 'partlySigned'],
  ['object added to no group, group 1 asked', addObject(groupValue(0)), 'unknown', group(1)],
  ['object added to group 2', addObject(groupValue(2)), 'partlySigned'],
  ['object added to group 2, group 1 asked', addObject(groupValue(2)), 'unknown', group(1)],
  ['object added to group 2, group 2 asked', addObject(groupValue(2)), 'notSigned', group(2)],
  ['a group that is not there', () => undefined, 'SIGNATURES_GROUP_NOT_FOUND', group(7)],
  ['an object that is not there', () => undefined, 'SIF_OBJECT_NOT_FOUND', only(7)],
  ['the signature itself asked about', () => undefined, 'SIGNATURES_OBJECT_IS_SIGNATURE', only(3)],
  ['junk as a second signature', (sif) => sif.copySlot(2, 3, 4).replaceData(3, Buffer.from('junk')), 'changed'],
  ['an empty second signature', (sif) => sif.copySlot(2, 3, 4).setI64(3, 'size', 0), 'changed'],
  ['type of the signature object', (sif) => sif.setU32(2, 'type', 0x4007), 'notSigned'],
  ['the same signature twice', (sif) => sif.copySlot(2, 3, 4), 'unknown'],
  // The programs do not find it then; here it is a signature whose label was changed.
  ['signature linked to an object', (sif) => sif.setU32(2, 'link', 1), 'changed'],
  ['link mask 0x1', (sif) => sif.setU32(2, 'link', 0x10000001), 'changed'],
  [
    'times and name of the signature',
    (sif) => sif.setI64(2, 'createdAt', 5).setByte(sif.slotAt(2, 'name'), 0x61),
    'unknown',
  ],
  // A signature is never part of what it covers.
  ['signature placed in group 1', (sif) => sif.setU32(2, 'group', groupValue(1)), 'unknown'],
  ['fingerprint changed', (sif) => sif.setByte(sif.slotAt(2, 'extra') + 4, 0), 'changed'],
  [
    'fingerprint zeroed',
    (sif) => sif.bytes.fill(0, sif.slotAt(2, 'extra') + 4, sif.slotAt(2, 'extra') + 24),
    'changed',
  ],
  ['hash type 2', (sif) => sif.setByte(sif.slotAt(2, 'extra'), 2), 'unknown'],
  ['hash type 0', (sif) => sif.setByte(sif.slotAt(2, 'extra'), 0), 'changed'],
  ['hash type 9', (sif) => sif.setByte(sif.slotAt(2, 'extra'), 9), 'changed'],
  // The programs ignore it; whoever looks at the object would read it as signed.
  ['text before the message', withSignature((text) => `Read me first\n${text}`), 'changed'],
  ['text after the message', withSignature((text) => `${text}\nAnd this`), 'changed'],
  ['CRLF line ends', withSignature((text) => text.replaceAll('\n', '\r\n')), 'unknown'],
  ['one letter of the message', withSignature((text) => text.replace('objectDigest', 'objectdigest')), 'changed'],
]

describe.skipIf(image === null || key === null)('one change to a signed image', () => {
  it.each(changes.map(([name, change, expected, scope = whole]) => ({ name, change, expected, scope })))(
    '$name',
    async ({ change, expected, scope }) => {
      const outcome = await withTrustEngine(async ({ keyring, signatures, folder }) => {
        await keyring.importMaterial({ kind: 'file', path: key ?? '' })
        const sif = new SifBytes(readFileSync(image ?? ''))
        change(sif)
        const path = join(folder, 'changed.sif')
        writeFileSync(path, sif.bytes)
        try {
          return (await signatures.verify({ path, scope, lookUpKeys: false, keyFiles: [] })).verdict
        } catch (error) {
          return error instanceof Error && 'error' in error ? (error.error as { code: string }).code : String(error)
        }
      })
      expect(outcome).toBe(expected)
    },
  )
})

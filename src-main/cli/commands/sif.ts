/** The format itself. Argument order, flags and text are those of `siftool` and `singularity sif`. */
import { resolve } from 'node:path'
import type { SifEdit } from '../../../src-shared/model/sign.ts'
import { failure } from '../../../src-shared/text/errors/index.ts'
import { signingText } from '../../../src-shared/text/signing.ts'
import { streamNamedFile } from '../../engine/platform/named-file.ts'
import { createSif } from '../../engine/sif/create.ts'
import { editSif } from '../../engine/sif/edit.ts'
import {
  architectureNameOfNumber,
  codeTableName,
  fileSystemTable,
  hashTable,
  objectTypeByNumber,
  partitionTypeTable,
  sbomFormatNamed,
} from '../../engine/sif/numbers.ts'
import type { DetailInput, ObjectInput } from '../../engine/sif/object-input.ts'
import { withSif } from '../../engine/sif/read.ts'
import { dumpObject, headerText, infoText, listText } from '../../engine/sif/text.ts'
import { type Command, type CommandGroup, type CommandInput, textOption } from '../command.ts'
import { pathAt, wholeNumber } from '../options.ts'

const largest32 = 4_294_967_295

/** Text that ends with its own newline, as siftool prints it. */
async function print(input: CommandInput, text: string, document: unknown): Promise<number> {
  input.output.document(document)
  if (!input.output.json) await input.output.bytes(Buffer.from(text, 'utf8'))
  return 0
}

const header: Command = {
  usage: 'sif header <file>',
  about: 'the global header',
  options: {},
  positionals: { min: 1, max: 1 },
  run: (input) => withSif(pathAt(input, 0), (file) => print(input, headerText(file), file.structure.header)),
}

const list: Command = {
  usage: 'sif list <file>',
  about: 'the object table',
  options: {},
  positionals: { min: 1, max: 1 },
  run: (input) => withSif(pathAt(input, 0), (file) => print(input, listText(file), file.structure.objects)),
}

const info: Command = {
  usage: 'sif info <id> <file>',
  about: 'all about one object',
  options: {},
  positionals: { min: 2, max: 2 },
  async run(input) {
    const id = objectId(input, 'sif info')
    return withSif(pathAt(input, 1), (file) => print(input, infoText(file, id), file.findObject(id)))
  },
}

const dump: Command = {
  usage: 'sif dump <id> <file>',
  about: 'the bytes of one object',
  options: {},
  positionals: { min: 2, max: 2 },
  async run(input) {
    const id = objectId(input, 'sif dump')
    return withSif(pathAt(input, 1), async (file) => {
      for await (const chunk of dumpObject(file, id)) await input.output.bytes(chunk)
      return 0
    })
  },
}

const create: Command = {
  usage: 'sif new <file>',
  about: 'make an empty SIF file',
  options: {},
  positionals: { min: 1, max: 1 },
  async run(input) {
    await createSif(pathAt(input, 0))
    return done(input)
  },
}

const add: Command = {
  usage: 'sif add <file> <object file> --datatype N',
  about: 'add an object to a SIF file',
  options: {
    datatype: {
      type: 'string',
      value: 'N',
      about:
        '1 definition, 2 environment, 3 labels, 4 partition, 5 signature, 6 JSON, 7 raw, 8 cryptographic message, 9 SBOM, 10 OCI root index, 11 OCI blob',
    },
    parttype: { type: 'string', value: 'N', about: 'with 4: 1 system, 2 primary system, 3 data, 4 overlay' },
    partfs: {
      type: 'string',
      value: 'N',
      about: 'with 4: 1 squashfs, 2 ext3, 3 immutable object archive, 4 raw, 5 encrypted squashfs',
    },
    partarch: {
      type: 'string',
      value: 'N',
      about: 'with 4: 1 386, 2 amd64, 3 arm, 4 arm64, 5 ppc64, 6 ppc64le, 7-10 mips…, 11 s390x, 12 riscv64, 13 loong64',
    },
    signhash: {
      type: 'string',
      value: 'N',
      about: 'with 5: 1 SHA256, 2 SHA384, 3 SHA512, 4 BLAKE2s_256, 5 BLAKE2b_256',
    },
    signentity: { type: 'string', value: 'HEX', about: 'with 5: fingerprint of the signer' },
    sbomformat: { type: 'string', value: 'NAME', about: 'with 9: cyclonedx-json, spdx-json, …' },
    groupid: { type: 'string', value: 'N', about: 'group; none by default, as with siftool' },
    link: { type: 'string', value: 'N', about: 'object that it belongs to' },
    alignment: { type: 'string', value: 'BYTES', about: '4096 for partitions, none otherwise' },
    filename: { type: 'string', value: 'NAME', about: 'name in the table; empty by default' },
  },
  positionals: { min: 2, max: 2 },
  async run(input) {
    const object = objectInput(input)
    const { groupId = 1, type } = object
    await foretell(input, pathAt(input, 0), { kind: 'add', groupId, isSignature: type === 'Signature' })
    await editSif(pathAt(input, 0), (editor) => editor.add(object))
    return done(input)
  },
}

const del: Command = {
  usage: 'sif del <id> <file>',
  about: 'delete an object',
  options: {
    zero: { type: 'boolean', about: 'overwrite its bytes; otherwise they stay readable in the file' },
    compact: { type: 'boolean', about: 'cut off what is unused at the end' },
  },
  positionals: { min: 2, max: 2 },
  async run(input) {
    const { zero, compact } = input.options
    const id = objectId(input, 'sif del')
    await foretell(input, pathAt(input, 1), { kind: 'delete', objectId: id })
    await editSif(pathAt(input, 1), (editor) => editor.delete([id], { zero: zero === true, compact: compact === true }))
    return done(input)
  },
}

const setprim: Command = {
  usage: 'sif setprim <id> <file>',
  about: 'make a system partition the primary one; breaks signatures that cover it',
  options: {},
  positionals: { min: 2, max: 2 },
  async run(input) {
    const id = objectId(input, 'sif setprim')
    await foretell(input, pathAt(input, 1), { kind: 'setPrimary', objectId: id })
    await editSif(pathAt(input, 1), (editor) => editor.setPrimary(id))
    return done(input)
  },
}

export const sif: CommandGroup = { header, list, info, dump, new: create, add, del, setprim }

/** Says what an edit will do to signatures, before it is made. */
async function foretell(input: CommandInput, path: string, edit: SifEdit): Promise<void> {
  // Loaded for edits alone: it knows signatures, which the other commands do not need.
  const { consequencesOf } = await import('../../engine/signatures/edit-consequences.ts')
  for (const consequence of await consequencesOf(path, edit)) input.output.note(signingText.consequence(consequence))
}

function done(input: CommandInput): number {
  input.output.document({ done: true })
  return 0
}

function objectId(input: CommandInput, command: string): number {
  return wholeNumber(input.positionals[0] ?? '', 'ID', 0, largest32, command)
}

function numberOption(input: CommandInput, name: string): number | undefined {
  const text = textOption(input, name)
  return text === undefined ? undefined : wholeNumber(text, `--${name}`, 0, largest32, 'sif add')
}

function objectInput(input: CommandInput): ObjectInput {
  const type = objectTypeByNumber(needed(numberOption(input, 'datatype'), 'datatype'))
  if (type === null) throw usage('--datatype takes a number from 1 to 11')
  const groupId = numberOption(input, 'groupid') ?? 0
  const link = numberOption(input, 'link') ?? 0
  const alignmentBytes = numberOption(input, 'alignment')
  const detail = detailOf(input, type)
  return {
    type,
    // Opened only when it is read: the image may turn out to be unfit before that.
    data: streamNamedFile(resolve(input.positionals[1] ?? ''), { allowsPipes: true, signal: input.signal }),
    name: textOption(input, 'filename') ?? '',
    groupId: groupId === 0 ? null : groupId,
    ...(link === 0 ? {} : { link: { objectId: link } }),
    ...(alignmentBytes === undefined ? {} : { alignmentBytes }),
    ...(detail === null ? {} : { detail }),
  }
}

function detailOf(
  input: CommandInput,
  type: ObjectInput['type'],
): Exclude<DetailInput, { readonly kind: 'oci' }> | null {
  switch (type) {
    case 'Partition':
      return {
        kind: 'partition',
        fileSystem:
          codeTableName(fileSystemTable, needed(numberOption(input, 'partfs'), 'partfs')) ??
          fail('--partfs is out of range'),
        partitionType:
          codeTableName(partitionTypeTable, needed(numberOption(input, 'parttype'), 'parttype')) ??
          fail('--parttype is out of range'),
        architecture:
          architectureNameOfNumber(needed(numberOption(input, 'partarch'), 'partarch')) ??
          fail('--partarch is out of range'),
      }
    case 'Signature':
      return {
        kind: 'signature',
        hash:
          codeTableName(hashTable, needed(numberOption(input, 'signhash'), 'signhash')) ??
          fail('--signhash is out of range'),
        fingerprint: textOption(input, 'signentity') ?? fail('--signentity is needed'),
      }
    case 'SBOM':
      return {
        kind: 'sbom',
        format: sbomFormatNamed(textOption(input, 'sbomformat') ?? '') ?? fail('--sbomformat is not a known format'),
      }
    default:
      return null
  }
}

function needed(value: number | undefined, name: string): number {
  return value ?? fail(`--${name} is needed`)
}

function fail(problem: string): never {
  throw usage(problem)
}

function usage(problem: string) {
  return failure('USAGE', { problem, command: 'sif add' })
}

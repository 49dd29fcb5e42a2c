/** The facts of one object, and those of the header, as the file stores them. */
import type { ReactNode } from 'react'
import type { Inspection } from '../../../src-shared/model/inspection.ts'
import type { ObjectDetail, SifObject } from '../../../src-shared/model/sif.ts'
import { formatBytes, formatCount, formatDateTime } from '../../../src-shared/text/format.ts'
import { fileSystemWord, inspectText, objectTypeWord, partitionWord } from '../../../src-shared/text/inspect.ts'
import { printable } from '../../../src-shared/text/printable.ts'
import { DigestText } from '../../components/digest-text.tsx'
import type { Fact } from '../../components/fact-list.tsx'
import { Fingerprint } from '../../components/fingerprint.tsx'

const unset = <span className="quiet">{inspectText.unset}</span>

function time(iso: string | null): ReactNode {
  return iso === null ? unset : formatDateTime(iso)
}

function detailFacts(detail: ObjectDetail): readonly Fact[] {
  switch (detail.kind) {
    case 'partition':
      return [
        {
          name: inspectText.fieldHolds,
          value: `${fileSystemWord(detail.fileSystem)} · ${detail.architecture}`,
        },
      ]
    case 'signature':
      return [
        { name: inspectText.fieldHash, value: detail.hash },
        {
          name: inspectText.fieldSigner,
          value:
            detail.entity === null ? (
              <span className="quiet">{inspectText.keyNotNamed}</span>
            ) : (
              <Fingerprint fingerprint={detail.entity} form="two-lines" />
            ),
        },
      ]
    case 'sbom':
      return [{ name: inspectText.fieldFormat, value: detail.format }]
    case 'cryptoMessage':
      return [{ name: inspectText.fieldFormat, value: `${detail.format}, ${detail.message}` }]
    case 'oci':
      return [{ name: inspectText.fieldDigest, value: <DigestText digest={detail.digest} canCopy /> }]
    case 'none':
      return []
  }
}

function typeText(object: SifObject): string {
  const word = objectTypeWord(object.type, object.name)
  return object.detail.kind === 'partition' ? `${word}, ${partitionWord(object.detail.partitionType)}` : word
}

/** What is told of an object at first. */
export function objectFacts(object: SifObject): readonly Fact[] {
  return [
    { name: inspectText.fieldType, value: typeText(object) },
    ...detailFacts(object.detail),
    ...(object.createdAt === null ? [] : [{ name: inspectText.fieldAdded, value: formatDateTime(object.createdAt) }]),
  ]
}

/** The fields of its descriptor as they are stored. */
export function descriptorFacts(object: SifObject): readonly Fact[] {
  return [
    { name: inspectText.fieldSlot, value: object.slot },
    { name: inspectText.fieldTypeCode, value: <code>0x{object.typeCode.toString(16)}</code> },
    { name: inspectText.columnName, value: object.name === '' ? unset : <code>{printable(object.name)}</code> },
    { name: inspectText.columnOffset, value: formatCount(object.offset) },
    { name: inspectText.columnSize, value: formatBytes(object.sizeBytes) },
    { name: inspectText.fieldAdded, value: time(object.createdAt) },
    { name: inspectText.fieldModified, value: time(object.modifiedAt) },
    { name: inspectText.fieldOwner, value: inspectText.owner(object.uid, object.gid) },
  ]
}

export function headerFacts({ header }: Inspection): readonly Fact[] {
  const used = header.descriptorsTotal - header.descriptorsFree
  return [
    { name: inspectText.headerLaunch, value: <code>{printable(header.launchScript)}</code> },
    { name: inspectText.headerVersion, value: printable(header.version) },
    { name: inspectText.headerArchitecture, value: header.architecture },
    { name: inspectText.headerId, value: <code className="breaking-code">{header.id}</code> },
    { name: inspectText.headerCreated, value: time(header.createdAt) },
    { name: inspectText.headerModified, value: time(header.modifiedAt) },
    {
      name: inspectText.headerTable,
      value: (
        <>
          {inspectText.slots(used, header.descriptorsTotal)}
          <br />
          <span className="quiet">
            {inspectText.bytesAt(formatBytes(header.descriptorsSize), formatCount(header.descriptorsOffset))}
          </span>
        </>
      ),
    },
    {
      name: inspectText.headerData,
      value: <span>{inspectText.bytesAt(formatBytes(header.dataSize), formatCount(header.dataOffset))}</span>,
    },
  ]
}

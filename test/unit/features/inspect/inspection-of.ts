/** A small inspection for tests of view models; every part can be replaced. */
import type { Inspection } from '../../../../src-shared/model/inspection.ts'
import type { ObjectDetail, SifObject } from '../../../../src-shared/model/sif.ts'

export function objectOf(part: Partial<SifObject> & { readonly id: number }): SifObject {
  const detail: ObjectDetail = { kind: 'none' }
  return {
    slot: part.id - 1,
    type: 'Generic',
    typeCode: 0x4007,
    groupId: 1,
    linkedId: null,
    linkIsGroup: false,
    offset: 32_768 + part.id * 4096,
    sizeBytes: 100,
    createdAt: null,
    modifiedAt: null,
    uid: 0,
    gid: 0,
    name: '',
    detail,
    ...part,
  }
}

export function inspectionOf(part: Partial<Inspection> & { readonly createdAt?: string } = {}): Inspection {
  const { createdAt = null, ...rest } = part
  return {
    file: '/images/a.sif',
    sizeBytes: 100_000,
    digest: null,
    format: 'sif',
    header: {
      launchScript: '#!/usr/bin/env run-singularity\n',
      version: '01',
      architecture: 'amd64',
      id: '00000000-0000-0000-0000-000000000000',
      createdAt,
      modifiedAt: createdAt,
      descriptorsTotal: 48,
      descriptorsFree: 48,
      descriptorsOffset: 4096,
      descriptorsSize: 28_080,
      dataOffset: 32_176,
      dataSize: 0,
    },
    objects: [],
    primaryPartition: null,
    labels: {},
    definition: null,
    environment: {},
    runscript: null,
    startscript: null,
    test: null,
    help: null,
    apps: [],
    metadataFrom: 'objects',
    oci: null,
    encrypted: false,
    problems: [],
    bytesRead: 0,
    ...rest,
  }
}

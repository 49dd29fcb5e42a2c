import type { ErrorText } from './entry.ts'

/** Errors of reading and writing SIF files. What is wrong inside a readable file is a problem, not an error. */
export const sifErrors = {
  SIF_NOT_A_SIF: {
    area: 'sif',
    kind: 'malformed',
    message: '{path} is not a SIF file.',
    hint: 'Choose an image made by SingularityCE or Apptainer; its name usually ends in .sif.',
  },
  SIF_VERSION_UNSUPPORTED: {
    area: 'sif',
    kind: 'unsupported',
    message: '{path} is a SIF file of version {version}; only version 01 is known.',
    hint: 'Update SIF Desktop, or ask where the file was made.',
  },
  SIF_TABLE_INVALID: {
    area: 'sif',
    kind: 'malformed',
    message: 'The descriptor table of {path} cannot be read: {reason}.',
    hint: 'The file is damaged or was made to confuse. Get it again from where it came from.',
  },
  IMAGE_TRUNCATED: {
    area: 'sif',
    kind: 'malformed',
    message: '{path} is cut off: it ends after {sizeBytes} bytes.',
    hint: 'Download or copy it again.',
  },
  SIF_CHANGED_UNDERNEATH: {
    area: 'sif',
    kind: 'changedUnderneath',
    message: '{path} changed while it was being read.',
    hint: 'Wait until nothing writes to it, then try again.',
  },
  SIF_NOT_A_FILE: {
    area: 'sif',
    kind: 'wrongUsage',
    message: '{path} is not an ordinary file.',
    hint: 'Name the image file itself, not a device, pipe or socket.',
  },
  SIF_OBJECT_NOT_FOUND: {
    area: 'sif',
    kind: 'notFound',
    message: '{path} has no object {id}.',
    hint: 'The list of objects shows which there are.',
  },
  SIF_OBJECT_AMBIGUOUS: {
    area: 'sif',
    kind: 'malformed',
    message: '{path} has several objects with the ID {id}, so none of them can be chosen by it.',
  },
  SIF_OBJECT_UNREADABLE: {
    area: 'sif',
    kind: 'malformed',
    message: 'Object {id} of {path} does not lie within the file.',
    hint: 'The file is damaged or cut off. Get it again from where it came from.',
  },
  SIF_TABLE_FULL: {
    area: 'sif',
    kind: 'unsupported',
    message: 'All {total} descriptors are in use, so nothing can be added.',
    hint: 'Delete an object, or make a new file with more room.',
  },
  SIF_CAPACITY_UNSUPPORTED: {
    area: 'sif',
    kind: 'wrongUsage',
    message: 'A file cannot have {capacity} descriptors; up to {limit} are possible.',
  },
  SIF_PRIMARY_EXISTS: {
    area: 'sif',
    kind: 'conflict',
    message: 'The image already has a primary system partition.',
    hint: 'Add the partition as an ordinary system partition, then make it the primary one.',
  },
  SIF_NOT_A_PARTITION: { area: 'sif', kind: 'wrongUsage', message: 'Object {id} is not a partition.' },
  SIF_NOT_A_SYSTEM_PARTITION: {
    area: 'sif',
    kind: 'wrongUsage',
    message: 'Object {id} is not a system partition, so it cannot become the primary one.',
  },
  SIF_TYPE_UNEXPECTED: {
    area: 'sif',
    kind: 'wrongUsage',
    message: 'What was given does not fit an object of type {type}.',
  },
  SIF_NAME_TOO_LONG: {
    area: 'sif',
    kind: 'wrongUsage',
    message: 'The name has {sizeBytes} bytes; a SIF file has room for {limit}.',
  },
  SIF_EXTRA_TOO_LONG: {
    area: 'sif',
    kind: 'wrongUsage',
    message: 'The metadata of the object has {sizeBytes} bytes; a SIF file has room for {limit}.',
  },
  SIF_LAUNCH_SCRIPT_TOO_LONG: {
    area: 'sif',
    kind: 'wrongUsage',
    message: 'The launch script has {sizeBytes} bytes; a SIF file has room for {limit}.',
  },
  SIF_ARCHITECTURE_UNKNOWN: {
    area: 'sif',
    kind: 'wrongUsage',
    message: 'The architecture {architecture} has no code in the SIF format.',
    hint: 'Use a name such as amd64, arm64 or ppc64le.',
  },
  SIF_VALUE_INVALID: { area: 'sif', kind: 'wrongUsage', message: '{value} cannot be used as {what}.' },
  SIF_DAMAGED: {
    area: 'sif',
    kind: 'malformed',
    message: '{path} is damaged, so it is not changed: {reason}.',
    hint: 'Get an undamaged copy first.',
  },
} as const satisfies Record<string, ErrorText>

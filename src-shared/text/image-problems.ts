/**
 * What can be wrong with an image file, by code: one sentence each, and how bad it is.
 * `error` means that something cannot be read or relied on; `warning` that a field is odd.
 * Only texts; finding problems is the work of the SIF reader and of the inspection.
 */
import type { ErrorParams } from '../model/error.ts'
import type { SifProblem } from '../model/sif.ts'
import { fillTemplate } from './errors/index.ts'

interface ProblemText {
  readonly severity: SifProblem['severity']
  readonly message: string
}

export const imageProblemTexts = {
  NUMBER_OUT_OF_RANGE: {
    severity: 'error',
    message: 'The {field} {value} is too large to be true; it is shown as the nearest number that can be.',
  },
  TIME_OUT_OF_RANGE: { severity: 'warning', message: 'The {field} {value} is no time that a calendar has.' },
  FREE_COUNT_INVALID: {
    severity: 'warning',
    message: 'The header counts {free} free descriptors of {total}, which cannot be.',
  },
  FREE_COUNT_WRONG: {
    severity: 'warning',
    message: 'The header counts {free} free descriptors, but {unused} are unused.',
  },
  DATA_OFFSET_INVALID: {
    severity: 'warning',
    message: 'The data section is said to start at {offset}, which is not behind the descriptor table.',
  },
  DATA_SIZE_INVALID: { severity: 'warning', message: 'The data section is said to have a size of {size} bytes.' },
  DATA_BEYOND_END: {
    severity: 'warning',
    message: 'The data section is said to end at {end}, but the file ends at {fileSize}.',
  },
  ARCHITECTURE_UNKNOWN: { severity: 'warning', message: 'The architecture code {value} is not known.' },
  ARCHITECTURE_DIFFERS: {
    severity: 'warning',
    message: 'The header says {header}, but the primary partition is for {partition}.',
  },
  USED_FLAG_ODD: { severity: 'warning', message: 'The descriptor is marked as used by {value} instead of 1.' },
  OBJECT_OFFSET_NEGATIVE: { severity: 'error', message: 'The object is said to start at {offset}, before the file.' },
  OBJECT_INSIDE_TABLE: {
    severity: 'error',
    message: 'The object is said to start at {offset}, inside the header or the descriptor table.',
  },
  OBJECT_SIZE_NEGATIVE: { severity: 'error', message: 'The object is said to have a size of {size} bytes.' },
  OBJECT_BEYOND_END: {
    severity: 'error',
    message: 'The object reaches beyond the end of the file: only {available} of its {size} bytes are there.',
  },
  OBJECT_ID_ZERO: { severity: 'error', message: 'The object in slot {slot} has no ID.' },
  OBJECT_ID_REPEATED: { severity: 'error', message: 'Another object before this one has the ID {id} as well.' },
  GROUP_VALUE_INCOMPLETE: {
    severity: 'error',
    message: 'The group is stored as {value}, without all of the marks that belong to a group.',
  },
  LINK_VALUE_INCOMPLETE: {
    severity: 'error',
    message: 'The link is stored as {value}, which is neither an object nor a group.',
  },
  LINK_TARGET_MISSING: { severity: 'warning', message: 'The object is linked to {target}, which does not exist.' },
  OBJECTS_OVERLAP: { severity: 'error', message: 'The object shares bytes with object {other}.' },
  PRIMARY_PARTITION_REPEATED: {
    severity: 'error',
    message: 'There is more than one primary system partition, so none can be taken for the right one.',
  },
  OBJECT_TYPE_UNKNOWN: { severity: 'warning', message: 'The object type {value} is not known.' },
  FILE_SYSTEM_UNKNOWN: { severity: 'warning', message: 'The file system type {value} is not known.' },
  PARTITION_TYPE_UNKNOWN: { severity: 'warning', message: 'The partition type {value} is not known.' },
  HASH_UNKNOWN: { severity: 'warning', message: 'The hash type {value} of the signature is not known.' },
  MESSAGE_UNKNOWN: { severity: 'warning', message: 'The message format {format} with type {type} is not known.' },
  SBOM_FORMAT_UNKNOWN: { severity: 'warning', message: 'The software list has the unknown format {value}.' },
  OCI_DIGEST_INVALID: { severity: 'warning', message: 'The digest stored with the object is not one.' },
  NAME_UNPRINTABLE: {
    severity: 'warning',
    message: 'The name contains characters that cannot be shown as they are.',
  },
  PROBLEMS_CUT: { severity: 'warning', message: 'There are more problems than the {limit} that are listed.' },
  METADATA_CUT_OFF: {
    severity: 'error',
    message: 'The {what} is cut off: only {available} of its {size} bytes are there.',
  },
  METADATA_TOO_LARGE: {
    severity: 'warning',
    message: 'The {what} has {size} bytes, more than the {limit} that are read.',
  },
  METADATA_UNREADABLE: { severity: 'error', message: 'The {what} cannot be read from the file.' },
  METADATA_NOT_JSON: { severity: 'error', message: 'The {what} is not valid JSON.' },
  METADATA_SHAPE: {
    severity: 'warning',
    message: 'The {what} has something unexpected at {member}; that part is left out.',
  },
  METADATA_NOT_UTF8: {
    severity: 'warning',
    message: 'The {what} contains bytes that are not text; they are shown as replacement characters.',
  },
  OCI_INDEX_REPEATED: { severity: 'error', message: 'There is more than one OCI root index.' },
  OCI_BLOB_MISSING: { severity: 'error', message: 'The {what} {digest} is not in the file.' },
  OCI_BLOB_CHANGED: {
    severity: 'error',
    message: 'The {what} does not have the content that its digest {digest} stands for.',
  },
  OCI_IMAGE_NONE: { severity: 'error', message: 'The OCI root index names no image.' },
  OCI_IMAGE_SEVERAL: {
    severity: 'warning',
    message: 'The OCI root index names {count} images; the first is shown.',
  },
} as const satisfies Record<string, ProblemText>

export type ImageProblemCode = keyof typeof imageProblemTexts

/**
 * Makes a problem from its code.
 * @param at what it is about: `header`, `table`, `object 4`
 * @param params what the message is filled with
 */
export function imageProblem(code: ImageProblemCode, at: string, params: ErrorParams = {}): SifProblem {
  const text: ProblemText = imageProblemTexts[code]
  return { code, severity: text.severity, message: fillTemplate(text.message, params), at }
}

/** How problems name an object, by its ID. */
export function objectName(id: number): string {
  return `object ${id}`
}

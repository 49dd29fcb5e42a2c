import type { ErrorText } from './entry.ts'

/** Errors of looking into the file system of an image. */
export const filesErrors = {
  FILES_UNAVAILABLE: {
    area: 'files',
    kind: 'unsupported',
    message: 'The part that reads file systems inside images is not built.',
    hint: 'Install Rust (rustup.rs) and a C compiler, then run `cargo build --release` in src-helper.',
  },
  FILES_NO_PARTITION: {
    area: 'files',
    kind: 'notFound',
    message: '{path} has no primary partition, so there is no file system to look into.',
    hint: 'Use inspect to see which objects it has.',
  },
  FILES_ENCRYPTED: {
    area: 'files',
    kind: 'unsupported',
    message: 'The file system of {path} is encrypted.',
    hint: 'Only a container runtime with the key can open it.',
  },
  FILES_FILE_SYSTEM_UNSUPPORTED: {
    area: 'files',
    kind: 'unsupported',
    message: '{path} holds a file system of type {fileSystem}, which cannot be looked into.',
    hint: 'Images with squashfs or ext3 can.',
  },
  FILES_UNSUPPORTED: {
    area: 'files',
    kind: 'unsupported',
    message: 'The file system of {path} cannot be read: {reason}.',
    hint: 'Squashfs and ext file systems can be read; for others use the command line that made the image.',
  },
  FILES_DAMAGED: {
    area: 'files',
    kind: 'malformed',
    message: 'The file system of {path} is damaged: {reason}.',
    hint: 'Get the image again and verify it.',
  },
  FILES_PATH_NOT_FOUND: {
    area: 'files',
    kind: 'notFound',
    message: '{inside} does not exist in {path}.',
    hint: 'Check the path; list the directory above it.',
  },
  FILES_WRONG_TYPE: {
    area: 'files',
    kind: 'wrongUsage',
    message: '{inside} in {path} is of another type: {reason}.',
  },
  FILES_LIMIT: {
    area: 'files',
    kind: 'notPermitted',
    message: 'Stopped at a limit while reading {path}: {reason}.',
    hint: 'Ask for less, or raise the limit if you trust the image.',
  },
  FILES_READING_FAILED: {
    area: 'files',
    kind: 'internal',
    message: 'The system refused to go on with {path}: {reason}.',
    hint: 'Check the disk and the folder, then try again.',
  },
  FILES_HELPER_CRASHED: {
    area: 'files',
    kind: 'internal',
    message: 'The process that reads {path} stopped unexpectedly.',
    hint: 'The image may be made to do harm. Nothing else was touched; trying again starts a new process.',
  },
  FILES_HELPER_STALLED: {
    area: 'files',
    kind: 'internal',
    message: 'The process that reads {path} did not answer and was stopped.',
    hint: 'The image may be made to do harm. Trying again starts a new process.',
  },
  FILES_LAYER_DAMAGED: {
    area: 'files',
    kind: 'malformed',
    message: 'Layer {layer} of {path} is damaged: {reason}.',
    hint: 'Get the layer again. If it stays so, the image was made with this fault.',
  },
  FILES_LAYER_UNSUPPORTED: {
    area: 'files',
    kind: 'unsupported',
    message: 'Layer {layer} of {path} cannot be read: {reason}.',
  },
  FILES_LAYER_CHANGED: {
    area: 'files',
    kind: 'malformed',
    message: 'Layer {layer} of {path} is not the one that was asked for: {reason}.',
    hint: 'It was changed or damaged on the way or in storage. Get it again; do not use what has come.',
  },
  FILES_PACK_LIMIT: {
    area: 'files',
    kind: 'notPermitted',
    message: 'Stopped at a limit while packing {path}: {reason}.',
    hint: 'Raise the limit if you trust where the layers come from.',
  },
  FILES_PACK_REFUSED: {
    area: 'files',
    kind: 'wrongUsage',
    message: '{inside} cannot be put into {path}: {reason}.',
  },
  FILES_PACK_SOURCE_CHANGED: {
    area: 'files',
    kind: 'changedUnderneath',
    message: 'What should become {inside} in {path} changed while it was read.',
    hint: 'Wait until nothing writes to it, then try again.',
  },
  FILES_PACKER_CRASHED: {
    area: 'files',
    kind: 'internal',
    message: 'The process that packs {path} stopped unexpectedly.',
    hint: 'A layer may be made to do harm. Nothing else was touched; trying again starts a new process.',
  },
  FILES_PACKER_STALLED: {
    area: 'files',
    kind: 'internal',
    message: 'The process that packs {path} went on no more and was stopped.',
    hint: 'Check the disk that is written to. If it is well, a layer may be made to do harm.',
  },
  FILES_EPOCH_INVALID: {
    area: 'files',
    kind: 'wrongUsage',
    message: 'SOURCE_DATE_EPOCH is “{value}”, which is no whole number of seconds from 0 to 4294967295.',
    hint: 'Set it to seconds since 1970, or take it out of the environment.',
  },
} as const satisfies Record<string, ErrorText>

import type { ErrorText } from './entry.ts'

/** Errors of turning OCI images into SIF and of building from definitions. Nothing half made is ever left. */
export const buildErrors = {
  OCI_CONFIG_MALFORMED: {
    area: 'build',
    kind: 'malformed',
    message: 'The configuration of {image} cannot be read.',
    hint: 'The image is damaged or was made by a faulty program. Get it again, or ask who made it.',
  },
  OCI_MANIFEST_MALFORMED: {
    area: 'build',
    kind: 'malformed',
    message: 'The list of parts of {image} cannot be read.',
    hint: 'The image is damaged or was made by a faulty program. Get it again, or ask who made it.',
  },
  OCI_NO_LAYOUT: {
    area: 'build',
    kind: 'malformed',
    message: '{image} is no OCI layout: it has no index.json.',
    hint: 'An archive of `docker save` is named docker-archive:FILE, the tar of a layout oci-archive:FILE.',
  },
  OCI_NO_DOCKER_ARCHIVE: {
    area: 'build',
    kind: 'malformed',
    message: '{path} was not written by docker save: it has no manifest.json.',
    hint: 'The tar of an OCI layout is named oci-archive:FILE.',
  },
  OCI_NO_IMAGE: {
    area: 'build',
    kind: 'notFound',
    message: 'There is no image in {image}.',
  },
  OCI_NO_SUCH_IMAGE: {
    area: 'build',
    kind: 'notFound',
    message: '{image} has no image with the digest {digest}.',
    hint: 'Leave the digest out to be told which images there are.',
  },
  OCI_SEVERAL_IMAGES: {
    area: 'build',
    kind: 'wrongUsage',
    message: '{image} holds several images.',
    hint: 'Add @ and one of these digests: {digests}.',
  },
  OCI_SEVERAL_TAGS: {
    area: 'build',
    kind: 'wrongUsage',
    message: '{path} holds several images, or none of that name.',
    hint: 'Add a colon and one of these names: {tags}.',
  },
  OCI_PLATFORM_MISSING: {
    area: 'build',
    kind: 'notFound',
    message: '{image} has no image for {wanted}.',
    hint: 'There is: {offered}. Choose one with --arch.',
  },
  OCI_PLATFORM_DIFFERS: {
    area: 'build',
    kind: 'notFound',
    message: '{image} is for {found}, not for {wanted}.',
    hint: 'If you want it all the same, add --arch {architecture}.',
  },
  OCI_BLOB_MISSING: {
    area: 'build',
    kind: 'malformed',
    message: '{image} lacks a part that it names: {digest}.',
    hint: 'The copy is not complete. Get it again.',
  },
  OCI_BLOB_CHANGED: {
    area: 'build',
    kind: 'malformed',
    message: 'A part of {image} is not what its digest {digest} says.',
    hint: 'It was damaged or exchanged. Get the image again; do not use this copy.',
  },
  OCI_DOCUMENT_TOO_LARGE: {
    area: 'build',
    kind: 'malformed',
    message: '{name} in {image} is too large to be what it should be.',
  },
  OCI_NO_LAYERS: {
    area: 'build',
    kind: 'unsupported',
    message: '{image} has no layers with files, so no container can be made of it.',
    hint: 'It may hold something else, such as a chart, a model or a signature.',
  },
  OCI_LAYER_UNSUPPORTED: {
    area: 'build',
    kind: 'unsupported',
    message: '{image} has a layer of type {mediaType}, which is no archive of files.',
  },
  OCI_LAYERS_DIFFER: {
    area: 'build',
    kind: 'malformed',
    message: '{image} has {layers} layers, but its configuration lists {listed}.',
    hint: 'The image was put together wrongly. Ask who made it.',
  },
  OCI_ARCHIVE_MALFORMED: {
    area: 'build',
    kind: 'malformed',
    message: '{path} cannot be read as an archive: {reason}.',
    hint: 'Get or save it again.',
  },
  OCI_ARCHIVE_COMPRESSION: {
    area: 'build',
    kind: 'unsupported',
    message: '{path} is compressed with xz or bzip2.',
    hint: 'Decompress it first; gzip and zstd can be read as they are.',
  },
  BUILD_DAEMON_UNSUPPORTED: {
    area: 'build',
    kind: 'unsupported',
    message: 'Images of a Docker daemon are not read from it.',
    hint: 'Save it with `docker save NAME -o FILE.tar` and use docker-archive:FILE.tar.',
  },
  BUILD_SOURCE_UNSUPPORTED: {
    area: 'build',
    kind: 'unsupported',
    message: 'Nothing can be built from {transport} here.',
    hint: 'Bases can be docker, oci, oci-archive, docker-archive, library, localimage and scratch.',
  },
  BUILD_PATH_IN_THE_WAY: {
    area: 'build',
    kind: 'malformed',
    message: 'The image has something at {inside} that is neither a file nor a directory where one must be.',
    hint: 'Such an image cannot become a container. Ask who made it.',
  },
} as const satisfies Record<string, ErrorText>

import type { ErrorText } from './entry.ts'

/** What can be wrong with the text that names an image, before anybody is asked about it. */
export const referenceErrors = {
  REFERENCE_EMPTY: {
    area: 'reference',
    kind: 'wrongUsage',
    message: 'There is no reference to look at.',
    hint: 'Type a name like alpine, or a full reference like library://entity/collection/container:tag.',
  },
  REFERENCE_TOO_LONG: { area: 'reference', kind: 'malformed', message: 'A reference of this length cannot be right.' },
  REFERENCE_WHITESPACE: {
    area: 'reference',
    kind: 'malformed',
    message: '“{reference}” has a space in it.',
    hint: 'A reference is one word. Paste only the reference, without the command around it.',
  },
  REFERENCE_ODD_CHARACTER: {
    area: 'reference',
    kind: 'malformed',
    message: '“{reference}” has the character {codePoint}, which looks like another one.',
    hint: 'Some programs replace characters when text is copied. Did you mean {suggestion}?',
  },
  REFERENCE_CONTROL_CHARACTER: {
    area: 'reference',
    kind: 'malformed',
    message: 'The reference has the character {codePoint}, which no reference can have.',
    hint: 'Type the reference by hand, or copy it from another place.',
  },
  REFERENCE_TRANSPORT_UNKNOWN: {
    area: 'reference',
    kind: 'unsupported',
    message: '“{transport}” is not a kind of source that images come from.',
    hint: 'Known are {supported}.',
  },
  REFERENCE_TRANSPORT_UNSUPPORTED: {
    area: 'reference',
    kind: 'unsupported',
    message: 'SIF Desktop does not read images from {transport}.',
    hint: 'Known are {supported}.',
  },
  REFERENCE_PATH_MALFORMED: {
    area: 'reference',
    kind: 'malformed',
    message: '“{path}” is not the path of a container.',
    hint: 'Write container, collection/container or entity/collection/container, with a host in front only before all three.',
  },
  REFERENCE_NAME_MALFORMED: {
    area: 'reference',
    kind: 'malformed',
    message: '“{name}” cannot be a name in a reference.',
    hint: 'Names are lower-case letters and digits, with single dots, dashes or underscores between them.',
  },
  REFERENCE_NAME_UPPER_CASE: {
    area: 'reference',
    kind: 'malformed',
    message: '“{name}” has capital letters, which names in a reference never have.',
    hint: 'Did you mean {suggestion}?',
  },
  REFERENCE_LOOKS_LIKE_REGISTRY: {
    area: 'reference',
    kind: 'malformed',
    message: '“{reference}” looks like an image in a registry, but does not say so.',
    hint: 'Did you mean {suggestion}?',
  },
  REFERENCE_TAG_MALFORMED: {
    area: 'reference',
    kind: 'malformed',
    message: '“{tag}” cannot be a tag.',
    hint: 'Tags are letters, digits, dots, dashes and underscores, at most 128 of them.',
  },
  REFERENCE_SEVERAL_TAGS: {
    area: 'reference',
    kind: 'malformed',
    message: 'A reference to a registry names one tag, not “{tag}”.',
    hint: 'Leave one of them.',
  },
  REFERENCE_DIGEST_MALFORMED: {
    area: 'reference',
    kind: 'malformed',
    message: '“{digest}” is not a digest.',
    hint: 'In a library it is sha256. followed by 64 hexadecimal digits, in a registry @sha256: followed by them.',
  },
  REFERENCE_DIGEST_UNSUPPORTED: {
    area: 'reference',
    kind: 'unsupported',
    message: 'Digests made with {algorithm} are not supported.',
    hint: 'Use the sha256 digest.',
  },
  REFERENCE_HOST_MALFORMED: {
    area: 'reference',
    kind: 'malformed',
    message: '“{host}” is not a host name.',
    hint: 'Write a host like library.example.org, with a port behind a colon where it needs one.',
  },
  REFERENCE_HAS_CREDENTIALS: {
    area: 'reference',
    kind: 'notPermitted',
    message: 'The reference has a user name or password in it.',
    hint: 'Leave them out; accounts are kept apart from references so that they are never shown or stored with them.',
  },
  REFERENCE_URL_MALFORMED: {
    area: 'reference',
    kind: 'malformed',
    message: '“{reference}” is not a web address.',
    hint: 'Write it like https://example.org/images/align.sif.',
  },
} as const satisfies Record<string, ErrorText>
